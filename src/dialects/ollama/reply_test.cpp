#include "dialects/ollama/reply.hpp"

#include <gtest/gtest.h>

namespace quorum::ollama {
namespace {

using Deltas = std::vector<llm::Delta>;

Result<Deltas> read(const std::vector<std::string_view>& lines) {
  StreamReader reader{"ollama"};
  Deltas deltas;
  for (const auto line : lines) {
    if (auto outcome = reader.read({}, line, deltas); !outcome) return outcome.error();
  }
  if (auto outcome = reader.end(deltas); !outcome) return outcome.error();
  return deltas;
}

constexpr std::string_view kEnd =
    R"({"model":"m","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop",)"
    R"("total_duration":9,"prompt_eval_count":11,"eval_count":7})";

TEST(Reply, AStreamIsReadLineByLine) {
  const auto deltas = read(
      {R"({"model":"m","message":{"role":"assistant","content":"","thinking":"hm"},"done":false})",
       R"({"model":"m","message":{"role":"assistant","content":"<think>"},"done":false})",
       R"({"model":"m","message":{"role":"assistant","content":"4"},"done":false})", kEnd});
  ASSERT_TRUE(deltas);
  const Deltas expected{
      {.reasoning = "hm", .model = "m"},
      {.text = "<think>"},
      {.text = "4"},
      {.finish = llm::Finish::stop, .usage = llm::Usage{.prompt = 11, .completion = 7}}};
  EXPECT_EQ(*deltas, expected);
}

TEST(Reply, TagsAreReasoningWhereThereIsNoPlaceForIt) {
  const auto deltas = read({R"({"message":{"content":"<thi"},"done":false})",
                            R"({"message":{"content":"nk>a</think>\n\nb"},"done":false})", kEnd});
  ASSERT_TRUE(deltas);
  EXPECT_EQ((*deltas)[0].reasoning, "a");
  EXPECT_EQ((*deltas)[0].text, "b");
}

TEST(Reply, CallsComeWholeAndFinishTheAnswer) {
  const auto deltas = read(
      {R"({"message":{"content":"","tool_calls":[{"id":"c1","function":{"index":0,"name":"f",)"
       R"("arguments":{"a": 1.50}}},{"function":{"name":"g"}}]},"done":false})",
       R"({"message":{"content":"","tool_calls":[{"function":{"name":"h","arguments":"{}"}}]},)"
       R"("done":false})",
       kEnd});
  ASSERT_TRUE(deltas);
  EXPECT_EQ((*deltas)[0].tool_calls,
            (std::vector<llm::ToolCallDelta>{
                {.index = 0, .id = "c1", .name = "f", .arguments = R"({"a": 1.50})"},
                {.index = 1, .name = "g", .arguments = "{}"}}));
  EXPECT_EQ((*deltas)[1].tool_calls[0].index, 2U);
  EXPECT_EQ(deltas->back().finish, llm::Finish::tool_calls);
}

TEST(Reply, OnlyTheLastLineCompletesIt) {
  const auto cut = read({R"({"message":{"content":"a"},"done":false})"});
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, Errc::upstream_failed);
  EXPECT_FALSE(read({}));
  const auto more = read({kEnd, R"({"message":{"content":"more"},"done":false})", "garbage"});
  ASSERT_TRUE(more);
  EXPECT_EQ(more->size(), 1U);
}

TEST(Reply, AnErrorEndsAStream) {
  const auto failed = read(
      {R"({"message":{"content":"a"},"done":false})", R"({"error":"model runner has stopped"})"});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, Errc::upstream_failed);
  EXPECT_FALSE(read({"{\"message\""}));
  EXPECT_FALSE(read({"[]"}));
}

TEST(Reply, ReasonsAreUnderstood) {
  const auto finish = [](std::string_view reason) {
    return read({std::string{R"({"response":"","done":true,"done_reason":")"}.append(reason) +
                 "\"}"})
        ->back()
        .finish;
  };
  EXPECT_EQ(finish("stop"), llm::Finish::stop);
  EXPECT_EQ(finish("length"), llm::Finish::length);
  EXPECT_EQ(finish("load"), llm::Finish::stop);
  EXPECT_EQ(finish("content_filter"), llm::Finish::content_filter);
}

TEST(Reply, CountsThatAreMissingAreZeroAndNoneIsNone) {
  const auto usage = [](std::string_view members) {
    return read({std::string{R"({"response":"a","done":true)"}.append(members) + "}"})
        ->back()
        .usage;
  };
  EXPECT_EQ(usage(""), std::nullopt);
  EXPECT_EQ(usage(R"(,"eval_count":7)"), (llm::Usage{.prompt = 0, .completion = 7}));
  EXPECT_EQ(usage(R"(,"prompt_eval_count":7)"), (llm::Usage{.prompt = 7, .completion = 0}));
}

TEST(Reply, AWholeAnswerIsALine) {
  const auto reply = read_reply("ollama", R"({"model":"m","created_at":"x",
    "message":{"role":"assistant","thinking":"hm","content":"4",
               "tool_calls":[{"function":{"name":"f","arguments":{}}}],"images":["iVBORw0KGgoA"]},
    "logprobs":[{"token":"4","logprob":-0.5,"top_logprobs":[{"token":"5","logprob":-1}]}],
    "done":true,"done_reason":"stop","prompt_eval_count":3,"eval_count":2})");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->reasoning, "hm");
  EXPECT_EQ(reply->text, "4");
  EXPECT_EQ(reply->tool_calls[0].name, "f");
  EXPECT_EQ(reply->images[0].source.media_type, "image/png");
  EXPECT_EQ(reply->logprobs[0].top[0].token, "5");
  EXPECT_EQ(reply->finish, llm::Finish::tool_calls);
  EXPECT_EQ(reply->usage, (llm::Usage{.prompt = 3, .completion = 2}));
  EXPECT_EQ(read_reply("o", R"({"response":"hi","thinking":"t"})")->text, "hi");
  EXPECT_EQ(read_reply("o", R"({"response":"hi"})")->finish, llm::Finish::stop);
}

TEST(Reply, WhatIsNoAnswerIsAnError) {
  EXPECT_FALSE(read_reply("o", ""));
  EXPECT_FALSE(read_reply("o", "{}"));
  EXPECT_FALSE(read_reply("o", R"({"error":"no"})"));
  EXPECT_FALSE(read_reply("o", R"({"message":{"content":"a"},"done":false})"));
}

TEST(Reply, OnlyLinesOfWordsNeedNoReading) {
  const StreamReader reader{"o"};
  EXPECT_FALSE(
      reader.outline(R"({"message":{"content":"\"done\":true"},"done":false})").may_matter);
  EXPECT_TRUE(reader.outline(kEnd).may_matter);
  EXPECT_TRUE(reader.outline(R"({"error":"x"})").may_matter);
  EXPECT_TRUE(reader.outline(R"({"error":"x","done":false})").may_matter);
  EXPECT_TRUE(reader.outline(R"({"done" : false})").may_matter);
}

}  // namespace
}  // namespace quorum::ollama
