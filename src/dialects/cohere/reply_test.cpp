#include "dialects/cohere/reply.hpp"

#include <gtest/gtest.h>

namespace quorum::cohere {
namespace {

using Deltas = std::vector<llm::Delta>;

Result<Deltas> read(const std::vector<std::string_view>& events) {
  StreamReader reader{"cohere"};
  Deltas deltas;
  for (const auto event : events) {
    if (auto outcome = reader.read({}, event, deltas); !outcome) return outcome.error();
  }
  if (auto outcome = reader.end(deltas); !outcome) return outcome.error();
  return deltas;
}

constexpr std::string_view kEnd =
    R"({"type":"message-end","delta":{"finish_reason":"COMPLETE","usage":{"tokens":)"
    R"({"input_tokens":3,"output_tokens":4},"cached_tokens":2}}})";

TEST(Reply, ThoughtsAndWordsStream) {
  const auto deltas = read(
      {R"({"id":"1","type":"message-start","delta":{"message":{"role":"assistant","content":[]}}})",
       R"({"type":"content-start","index":0,"delta":{"message":{"content":)"
       R"({"type":"thinking","thinking":""}}}})",
       R"({"type":"content-delta","index":0,"delta":{"message":{"content":{"thinking":"hm"}}}})",
       R"({"type":"content-end","index":0})",
       R"({"type":"content-start","index":1,"delta":{"message":{"content":)"
       R"({"type":"text","text":"A"}}}})",
       R"({"type":"content-delta","index":1,"delta":{"message":{"content":{"text":"b"}}},)"
       R"("logprobs":{"token_ids":[1],"text":"b","logprobs":[-0.5]}})",
       R"({"type":"content-end","index":1})", kEnd, "[DONE]"});
  ASSERT_TRUE(deltas);
  const Deltas expected{{.id = "1"},
                        {.reasoning = "hm"},
                        {.text = "A"},
                        {.text = "b", .logprobs = {{.token = "b", .logprob = -0.5}}},
                        {.finish = llm::Finish::stop,
                         .usage = llm::Usage{.prompt = 3, .completion = 4, .cached_read = 2}}};
  EXPECT_EQ(*deltas, expected);
}

TEST(Reply, APlanLeadsToItsCalls) {
  const auto deltas = read(
      {R"({"type":"tool-plan-delta","delta":{"message":{"tool_plan":"I will"}}})",
       R"({"type":"tool-call-start","index":0,"delta":{"message":{"tool_calls":{"id":"a","type":)"
       R"("function","function":{"name":"f","arguments":""}}}}})",
       R"({"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":)"
       R"({"function":{"arguments":"{}"}}}}})",
       R"({"type":"tool-call-end","index":0})",
       R"({"type":"tool-call-start","index":1,"delta":{"message":{"tool_calls":[{"id":"b",)"
       R"("function":{"name":"g","arguments":"{"}}]}}})",
       R"({"type":"tool-call-delta","index":1,"delta":{"message":{"tool_calls":)"
       R"({"function":{"arguments":"}"}}}}})",
       R"({"type":"message-end","delta":{"finish_reason":"TOOL_CALL"}})"});
  ASSERT_TRUE(deltas);
  const Deltas expected{{.reasoning = "I will"},
                        {.tool_calls = {{.index = 0, .id = "a", .name = "f"}}},
                        {.tool_calls = {{.index = 0, .arguments = "{}"}}},
                        {.tool_calls = {{.index = 1, .id = "b", .name = "g", .arguments = "{"}}},
                        {.tool_calls = {{.index = 1, .arguments = "}"}}},
                        {.finish = llm::Finish::tool_calls}};
  EXPECT_EQ(*deltas, expected);
}

TEST(Reply, ANumberUsedAgainMeansTheNewestCall) {
  constexpr std::string_view kStart =
      R"({"type":"tool-call-start","index":0,"delta":{"message":{"tool_calls":{"id":"a"}}}})";
  constexpr std::string_view kMore =
      R"({"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":)"
      R"({"function":{"arguments":"x"}}}}})";
  const auto deltas = read({kMore, kStart, kStart, kMore, kEnd});
  ASSERT_TRUE(deltas);
  ASSERT_EQ(deltas->size(), 4U);
  EXPECT_EQ((*deltas)[2].tool_calls[0].index, 1U);
}

TEST(Reply, CitationsCountFromTheTextTheyAreIn) {
  const auto deltas = read({R"({"type":"content-start","index":0,"delta":{"message":{"content":)"
                            R"({"type":"text","text":"Äb"}}}})",
                            R"({"type":"content-start","index":1,"delta":{"message":{"content":)"
                            R"({"type":"text","text":"cd"}}}})",
                            R"({"type":"citation-start","index":0,"delta":{"message":{"citations":)"
                            R"({"start":1,"end":2,"sources":[]}}}})",
                            R"({"type":"citation-start","index":1,"delta":{"message":{"citations":)"
                            R"({"start":0,"end":1,"content_index":0}}}})",
                            R"({"type":"citation-end","index":0})", kEnd});
  ASSERT_TRUE(deltas);
  EXPECT_EQ((*deltas)[2].citations[0].begin, 3);
  EXPECT_EQ((*deltas)[2].citations[0].end, 4);
  EXPECT_EQ((*deltas)[3].citations[0].begin, 0);
}

TEST(Reply, OnlyItsEndCompletesAStream) {
  EXPECT_FALSE(read({}));
  EXPECT_FALSE(read({"[DONE]"}));
  const auto cut =
      read({R"({"type":"content-delta","delta":{"message":{"content":{"text":"b"}}}})"});
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, Errc::upstream_failed);
  EXPECT_TRUE(read({R"({"type":"some-news"})", kEnd, "garbage"}));
}

TEST(Reply, ErrorsEndAStream) {
  EXPECT_FALSE(
      read({R"({"type":"message-end","delta":{"finish_reason":"ERROR","error":"boom"}})"}));
  EXPECT_EQ(read({R"({"type":"message-end","delta":{"finish_reason":"TIMEOUT"}})"}).error().code,
            Errc::deadline_exceeded);
  EXPECT_FALSE(read({R"({"id":"1","message":"too many tokens"})"}));
  EXPECT_FALSE(read({"{"}));
}

TEST(Reply, AWholeAnswerKeepsItsOrder) {
  const auto reply = read_reply("cohere", R"({"id":"1","message":{"role":"assistant",
    "tool_plan":"P","content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"A"},
      {"type":"thinking","thinking":"so"},{"type":"text","text":"B"}],
    "tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}],
    "citations":[{"start":0,"end":1,"content_index":3,"sources":[]}]},
    "finish_reason":"MAX_TOKENS","usage":{"tokens":{"input_tokens":3,"output_tokens":4}},
    "logprobs":[{"text":"AB","token_ids":[1,2],"logprobs":[-0.5,-0.25]}]})");
  ASSERT_TRUE(reply);
  ASSERT_EQ(reply->size(), 2U);
  EXPECT_EQ((*reply)[0].reasoning, "Phm");
  EXPECT_EQ((*reply)[0].text, "A");
  EXPECT_EQ((*reply)[0].id, "1");
  EXPECT_EQ((*reply)[1].reasoning, "so");
  EXPECT_EQ((*reply)[1].text, "B");
  EXPECT_EQ((*reply)[1].tool_calls,
            (std::vector<llm::ToolCallDelta>{{.id = "c", .name = "f", .arguments = "{}"}}));
  EXPECT_EQ((*reply)[1].citations[0].begin, 1);
  EXPECT_EQ((*reply)[1].logprobs,
            (std::vector<llm::TokenLogprob>{{.token = "AB", .logprob = -0.75}}));
  EXPECT_EQ((*reply)[1].finish, llm::Finish::length);
  EXPECT_EQ((*reply)[1].usage, (llm::Usage{.prompt = 3, .completion = 4}));
}

TEST(Reply, WhatIsNoAnswerIsAnError) {
  EXPECT_FALSE(read_reply("cohere", ""));
  EXPECT_FALSE(read_reply("cohere", "{}"));
  EXPECT_FALSE(read_reply("cohere", R"({"id":"1","message":"no"})"));
  EXPECT_FALSE(read_reply("cohere", R"({"message":{"content":[]},"finish_reason":"ERROR"})"));
}

}  // namespace
}  // namespace quorum::cohere
