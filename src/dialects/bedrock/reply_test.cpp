#include "dialects/bedrock/reply.hpp"

#include <gtest/gtest.h>

namespace quorum::bedrock {
namespace {

TEST(Reply, BlocksKeepTheirOrder) {
  const auto reply = read_reply("bedrock", R"({"output":{"message":{"role":"assistant","content":[
    {"reasoningContent":{"reasoningText":{"text":"hm","signature":"S"}}},
    {"reasoningContent":{"redactedContent":"R"}},
    {"text":"Ä"},
    {"citationsContent":{"content":[{"text":"bc"}],"citations":[
      {"title":"T","source":"https://example.com/a","sourceContent":[{"text":"q"}]}]}},
    {"toolUse":{"toolUseId":"1","name":"f","input":{"a": 1.0}}},
    {"toolUse":{"toolUseId":"2","name":"g"}},
    {"image":{"format":"png","source":{"bytes":"AAAA"}}},
    {"toolUse":{"toolUseId":"3","name":"s","input":{},"type":"server_tool_use"}}]}},
    "stopReason":"tool_use","usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3},
    "metrics":{"latencyMs":1},"serviceTier":{"type":"default"}})");
  ASSERT_TRUE(reply);
  ASSERT_EQ(reply->size(), 9U);
  const auto& deltas = *reply;
  EXPECT_EQ(deltas[0].reasoning, "hm");
  EXPECT_EQ(deltas[0].reasoning_seal, (llm::Seal{.maker = llm::Maker::amazon, .data = "S"}));
  EXPECT_EQ(
      deltas[1].reasoning_seal,
      (llm::Seal{.maker = llm::Maker::amazon, .form = llm::Seal::Form::encrypted, .data = "R"}));
  EXPECT_EQ(deltas[2].text, "Ä");
  EXPECT_EQ(deltas[3].text, "bc");
  ASSERT_EQ(deltas[3].citations.size(), 1U);
  EXPECT_EQ(deltas[3].citations[0].url, "https://example.com/a");
  EXPECT_EQ(deltas[3].citations[0].title, "T");
  EXPECT_EQ(deltas[3].citations[0].quote, "q");
  EXPECT_EQ(deltas[3].citations[0].begin, 1);
  EXPECT_EQ(deltas[3].citations[0].end, 3);
  EXPECT_EQ(deltas[4].tool_calls,
            (std::vector<llm::ToolCallDelta>{
                {.index = 0, .id = "1", .name = "f", .arguments = R"({"a": 1.0})"}}));
  EXPECT_EQ(
      deltas[5].tool_calls,
      (std::vector<llm::ToolCallDelta>{{.index = 1, .id = "2", .name = "g", .arguments = "{}"}}));
  EXPECT_EQ(deltas[6].images[0].source.media_type, "image/png");
  EXPECT_EQ(deltas[7].opaque[0].dialect, llm::Dialect::bedrock);
  EXPECT_EQ(deltas[8], (llm::Delta{.finish = llm::Finish::tool_calls,
                                   .usage = llm::Usage{.prompt = 1, .completion = 2},
                                   .service_tier = "default"}));
}

TEST(Reply, StopReasonsAreUnderstood) {
  EXPECT_EQ(read_finish("b", "end_turn"), llm::Finish::stop);
  EXPECT_EQ(read_finish("b", "stop_sequence"), llm::Finish::stop);
  EXPECT_EQ(read_finish("b", "tool_use"), llm::Finish::tool_calls);
  EXPECT_EQ(read_finish("b", "max_tokens"), llm::Finish::length);
  EXPECT_EQ(read_finish("b", "model_context_window_exceeded"), llm::Finish::length);
  EXPECT_EQ(read_finish("b", "guardrail_intervened"), llm::Finish::content_filter);
  EXPECT_EQ(read_finish("b", "content_filtered"), llm::Finish::content_filter);
  EXPECT_EQ(read_finish("b", "malformed_tool_use").error().code, Errc::upstream_failed);
}

TEST(Reply, WhatIsNoAnswerIsAnError) {
  EXPECT_FALSE(read_reply("b", ""));
  EXPECT_FALSE(read_reply("b", "{}"));
  EXPECT_FALSE(read_reply("b", R"({"message":"no"})"));
  EXPECT_FALSE(read_reply(
      "b", R"({"output":{"message":{"content":[]}},"stopReason":"malformed_model_output"})"));
}

TEST(Reply, ACitationOfThePageHasItsAddress) {
  const auto document = json::Document::parse(R"({"location":{"web":)"
                                              R"({"url":"https://a.example"}}})");
  EXPECT_EQ(read_citation(document->root(), 0, 1).url, "https://a.example");
}

}  // namespace
}  // namespace quorum::bedrock
