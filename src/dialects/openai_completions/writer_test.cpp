#include "dialects/openai_completions/writer.hpp"

#include <gtest/gtest.h>

namespace quorum::openai_completions {
namespace {

const dialects::ReplyHead kHead{.id = "1", .model = "m", .created_ms = 5000};
constexpr std::string_view kStart =
    R"({"id":"cmpl-1","object":"text_completion","created":5,"model":"m","choices":[)";

std::string chunk(std::string_view rest) {
  return "data: " + std::string{kStart}.append(rest) + "\n\n";
}

TEST(Writer, AStreamEndsWithItsFinishUsageAndDone) {
  auto head = kHead;
  head.include_usage = true;
  StreamWriter writer{head};
  std::string out;
  writer.write({.id = "x"}, out);
  EXPECT_EQ(out, "");
  writer.write({.reasoning = "hm", .text = "a"}, out);
  writer.write({.finish = llm::Finish::length, .usage = llm::Usage{.prompt = 1, .completion = 2}},
               out);
  writer.write({.finish = llm::Finish::stop}, out);
  writer.end(out);
  EXPECT_EQ(out,
            chunk(R"({"text":"a","index":0,"logprobs":null,"finish_reason":null}]})") +
                chunk(R"({"text":"","index":0,"logprobs":null,"finish_reason":"length"}]})") +
                chunk(R"(],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}})") +
                "data: [DONE]\n\n");
}

TEST(Writer, WhatHasNotEndedEndsWithStop) {
  StreamWriter writer{kHead};
  std::string out;
  writer.write({.text = "a", .finish = llm::Finish::tool_calls}, out);
  writer.write({.choice = 1, .refusal = "b"}, out);
  writer.end(out);
  EXPECT_EQ(out, chunk(R"({"text":"a","index":0,"logprobs":null,"finish_reason":"stop"}]})") +
                     chunk(R"({"text":"b","index":1,"logprobs":null,"finish_reason":null}]})") +
                     chunk(R"({"text":"","index":1,"logprobs":null,"finish_reason":"stop"}]})") +
                     "data: [DONE]\n\n");
  StreamWriter silent{kHead};
  out.clear();
  silent.end(out);
  EXPECT_EQ(out, chunk(R"({"text":"","index":0,"logprobs":null,"finish_reason":"stop"}]})") +
                     "data: [DONE]\n\n");
}

TEST(Writer, TokensAreCountedThroughTheStream) {
  StreamWriter writer{kHead};
  std::string out;
  writer.write({.text = "ab", .logprobs = {{.token = "ab", .logprob = -1}}}, out);
  writer.write({.text = "c", .logprobs = {{.token = "c", .logprob = -2}}}, out);
  EXPECT_NE(
      out.find(R"("tokens":["ab"],"token_logprobs":[-1],"top_logprobs":[{}],"text_offset":[0])"),
      std::string::npos);
  EXPECT_NE(out.find(R"("text_offset":[2])"), std::string::npos);
}

TEST(Writer, AFailureHasNoDone) {
  StreamWriter writer{kHead};
  std::string out;
  writer.fail({.code = Errc::upstream_failed, .message = "It broke."}, out);
  EXPECT_TRUE(out.starts_with(R"(data: {"error":{"message":"It broke.")")) << out;
  EXPECT_EQ(out.find("[DONE]"), std::string::npos);
}

TEST(Writer, AWholeAnswerIsOneObject) {
  ReplyWriter writer{kHead};
  writer.add({.text = "a"});
  writer.add({.choice = 1, .text = "c", .finish = llm::Finish::content_filter});
  writer.add({.text = "b",
              .finish = llm::Finish::stop,
              .usage = llm::Usage{.prompt = 1, .completion = 2},
              .extension = "{}"});
  EXPECT_EQ(
      writer.end(),
      std::string{kStart} +
          R"({"text":"ab","index":0,"logprobs":null,"finish_reason":"stop"},)"
          R"({"text":"c","index":1,"logprobs":null,"finish_reason":"content_filter"}],)"
          R"("usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3},"quorum":{}})");
}

}  // namespace
}  // namespace quorum::openai_completions
