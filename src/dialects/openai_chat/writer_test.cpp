#include "dialects/openai_chat/writer.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace quorum::openai_chat {
namespace {

const ReplyHead kHead{.id = "1", .model = "local/m", .created_ms = 17'000};
constexpr std::string_view kStart =
    R"(data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":17,"model":"local/m",)";
constexpr std::string_view kRole =
    R"("choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},)"
    R"("logprobs":null,"finish_reason":null}]})";

std::string chunk(std::string_view rest) { return std::string{kStart}.append(rest) + "\n\n"; }

std::string delta(std::string_view members, std::string_view finish = "null") {
  return chunk(R"("choices":[{"index":0,"delta":{)" + std::string{members} +
               R"(},"logprobs":null,"finish_reason":)" + std::string{finish} + "}]}");
}

std::string written(const std::vector<llm::Delta>& deltas, ReplyHead head = kHead) {
  StreamWriter writer{std::move(head)};
  std::string out;
  for (const auto& each : deltas) writer.write(each, out);
  writer.end(out);
  return out;
}

TEST(StreamWriter, WritesOpenAisStream) {
  EXPECT_EQ(written({{.text = "Hi \"you\""},
                     {.reasoning = "hm", .text = "!"},
                     {.finish = llm::Finish::length},
                     {.usage = llm::Usage{.prompt = 1}}}),
            chunk(kRole) + delta(R"("content":"Hi \"you\"")") +
                delta(R"("reasoning_content":"hm","content":"!")") + delta("", R"("length")") +
                "data: [DONE]\n\n");
}

TEST(StreamWriter, UsageComesLastAndOnlyToThoseWhoAsked) {
  auto head = kHead;
  head.include_usage = true;
  const auto out = written({{.text = "x", .usage = llm::Usage{.prompt = 1, .completion = 1}},
                            {.usage = llm::Usage{.prompt = 1, .completion = 2}}},
                           head);
  const auto tail =
      chunk(R"("choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}})");
  EXPECT_TRUE(out.ends_with(tail + "data: [DONE]\n\n")) << out;
  EXPECT_NE(out.find(R"("finish_reason":"stop"}],"usage":null})"), std::string::npos) << out;
}

TEST(StreamWriter, AToolCallIsNamedOnce) {
  const auto out =
      written({{.tool_calls = {{.index = 0, .id = "a", .name = "f", .arguments = "{"}}},
               {.tool_calls = {{.index = 0, .arguments = "}"}, {.index = 1, .name = "g"}}}});
  EXPECT_EQ(out, chunk(kRole) +
                     delta(R"("tool_calls":[{"index":0,"id":"a","type":"function",)"
                           R"("function":{"name":"f","arguments":"{"}}])") +
                     delta(R"("tool_calls":[{"index":0,"function":{"arguments":"}"}},)"
                           R"({"index":1,"id":"call_chatcmpl1_1","type":"function",)"
                           R"("function":{"name":"g","arguments":""}}])") +
                     delta("", R"("tool_calls")") + "data: [DONE]\n\n");
}

TEST(StreamWriter, OldClientsAreToldOfOneCallAsTheyKnowIt) {
  auto head = kHead;
  head.has_old_calls = true;
  const auto out = written(
      {{.tool_calls = {{.index = 0, .id = "a", .name = "f", .arguments = "{"}}},
       {.tool_calls = {{.index = 0, .arguments = "}"}, {.index = 1, .name = "g"}}},
       {.tool_calls = {{.index = 1, .arguments = "{}"}}, .finish = llm::Finish::tool_calls}},
      head);
  EXPECT_EQ(out, chunk(kRole) + delta(R"("function_call":{"name":"f","arguments":"{"})") +
                     delta(R"("function_call":{"arguments":"}"})") + delta("") +
                     delta("", R"("function_call")") + "data: [DONE]\n\n");
}

TEST(StreamWriter, AnExtensionRidesOnItsOwnChunk) {
  const auto out = written({{.extension = R"({"debate_id":"d"})"},
                            {.finish = llm::Finish::stop, .extension = R"({"verdict":1})"}});
  EXPECT_NE(
      out.find(R"("delta":{},"logprobs":null,"finish_reason":null}],"quorum":{"debate_id":"d"}})"),
      std::string::npos)
      << out;
  EXPECT_NE(out.find(R"("finish_reason":"stop"}],"quorum":{"verdict":1}})"), std::string::npos);
}

TEST(StreamWriter, AnEmptyAnswerIsStillAnAnswer) {
  EXPECT_EQ(written({}), chunk(kRole) + delta("", R"("stop")") + "data: [DONE]\n\n");
}

TEST(StreamWriter, WritesLogprobsWithTheirBytes) {
  const auto out = written(
      {{.text = "é",
        .logprobs = {
            {.token = "é",
             .logprob = -0.5,
             .top = {{.token = "e", .logprob = -std::numeric_limits<double>::infinity()}}}}}});
  EXPECT_NE(out.find(R"("logprobs":{"content":[{"token":"é","logprob":-0.5,"bytes":[195,169],)"
                     R"("top_logprobs":[{"token":"e","logprob":-9999,"bytes":[101]}]}],)"
                     R"("refusal":null})"),
            std::string::npos)
      << out;
}

TEST(StreamWriter, AFailedStreamHasNoDone) {
  std::string out;
  StreamWriter(kHead).fail({.code = Errc::upstream_failed, .message = "Cut."}, out);
  EXPECT_EQ(out,
            "data: {\"error\":{\"message\":\"Cut.\",\"type\":\"server_error\",\"param\":null,"
            "\"code\":\"upstream_failed\"}}\n\n");
}

TEST(StreamWriter, AThoughtIsToldAgainWithItsSeal) {
  const auto out = written(
      {{.reasoning = "a"},
       {.reasoning = "b", .reasoning_seal = llm::Seal{.maker = llm::Maker::anthropic, .data = "S"}},
       {.text = "x"}});
  EXPECT_NE(out.find(R"("delta":{"reasoning_content":"a"})"), std::string::npos) << out;
  EXPECT_NE(out.find(R"("delta":{"reasoning_content":"b","reasoning_details":[)"
                     R"({"type":"reasoning.text","text":"ab","signature":"S",)"
                     R"("format":"anthropic-claude-v1","index":0}]})"),
            std::string::npos)
      << out;
}

TEST(StreamWriter, SeveralAnswersHaveTheirOwnBeginningAndEnd) {
  const auto out =
      written({{.text = "a"}, {.choice = 1, .text = "b", .finish = llm::Finish::length}});
  const auto second =
      chunk(R"("choices":[{"index":1,"delta":{"role":"assistant","content":"","refusal":null},)"
            R"("logprobs":null,"finish_reason":null}]})");
  EXPECT_NE(out.find(second), std::string::npos) << out;
  EXPECT_NE(out.find(R"({"index":1,"delta":{},"logprobs":null,"finish_reason":"length"})"),
            std::string::npos);
  EXPECT_NE(out.find(R"({"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"})"),
            std::string::npos);
}

TEST(StreamWriter, WhatSupportsTheTextCountsItsCharacters) {
  const auto out = written({{.text = "né", .citations = {{.url = "u", .title = "t"}}}});
  EXPECT_NE(out.find(R"("annotations":[{"type":"url_citation","url_citation":{"start_index":0,)"
                     R"("end_index":2,"url":"u","title":"t"}}])"),
            std::string::npos)
      << out;
}

}  // namespace
}  // namespace quorum::openai_chat
