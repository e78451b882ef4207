#include "dialects/openai_responses/output.hpp"

#include <gtest/gtest.h>

#include "json/value.hpp"

namespace quorum::openai_responses {
namespace {

std::vector<std::string> kinds(const std::vector<llm::Delta>& deltas) {
  Events events;
  Output output{"x", events};
  for (const auto& delta : deltas) output.add(delta);
  output.close(Output::Ending::complete);
  const auto document = json::Document::parse(output.json());
  std::vector<std::string> kinds;
  for (const auto item : document->root()) {
    kinds.emplace_back(item["type"].string().value_or(""));
  }
  return kinds;
}

using Kinds = std::vector<std::string>;

TEST(Output, ItemsStandInTheOrderOfWhatWasSaid) {
  EXPECT_EQ(kinds({{.text = "a"},
                   {.tool_calls = {{.index = 0, .id = "c", .name = "f"}}},
                   {.text = "b"},
                   {.reasoning = "r"},
                   {.text = "c"}}),
            (Kinds{"message", "function_call", "message", "reasoning", "message"}));
}

TEST(Output, OneMemberAfterTheOtherWithinADelta) {
  EXPECT_EQ(kinds({{.reasoning = "r", .text = "a", .tool_calls = {{.id = "c", .name = "f"}}}}),
            (Kinds{"reasoning", "message", "function_call"}));
}

TEST(Output, WordsAfterASealAreNewThoughts) {
  EXPECT_EQ(kinds({{.reasoning = "a", .reasoning_seal = llm::Seal{}}, {.reasoning = "b"}}),
            (Kinds{"reasoning", "reasoning"}));
}

TEST(Output, AnAnswerThatSaysNothingIsAnEmptyMessage) {
  Events events;
  Output output{"x", events};
  output.close(Output::Ending::complete);
  EXPECT_EQ(output.json(), R"([{"id":"msg_x_0","type":"message","role":"assistant","content":)"
                           R"([{"type":"output_text","text":"","annotations":[],"logprobs":[]}],)"
                           R"("status":"completed"}])");
  EXPECT_FALSE(output.has_calls());
}

TEST(Output, ACallWithoutAnIdGetsOne) {
  Events events;
  Output output{"x", events};
  output.add({.tool_calls = {{.index = 2, .name = "f", .arguments = "{}"}}});
  output.close(Output::Ending::complete);
  EXPECT_TRUE(output.has_calls());
  EXPECT_EQ(output.json(),
            R"([{"id":"fc_x_0","type":"function_call","call_id":"call_x_2","name":"f",)"
            R"("arguments":"{}","status":"completed"}])");
}

TEST(Output, PlacesOfCitationsAreOfTheirPart) {
  Events events;
  Output output{"x", events};
  output.add({.text = "日本"});
  output.add({.reasoning = "r"});
  output.add({.text = "ab", .citations = {{.url = "u", .begin = 2, .end = 4}}});
  output.close(Output::Ending::complete);
  const auto document = json::Document::parse(output.json());
  const auto annotation = document->root()[2]["content"][0]["annotations"][0];
  EXPECT_EQ(annotation["start_index"].integer(), 0);
  EXPECT_EQ(annotation["end_index"].integer(), 2);
}

TEST(Output, OtherDialectsOwnThingsAreLeftOut) {
  EXPECT_EQ(kinds({{.text = "a",
                    .opaque = {{.dialect = llm::Dialect::anthropic, .json = "{}"},
                               {.dialect = llm::Dialect::openai_responses,
                                .json = R"({"type":"web_search_call"})"}}}}),
            (Kinds{"message", "web_search_call"}));
}

TEST(Output, WhatCannotHappenHasAFiniteLogarithm) {
  Events events;
  Output output{"x", events};
  output.add({.text = "a", .logprobs = {{.token = "a", .logprob = -INFINITY}}});
  EXPECT_NE(output.json().find(R"("logprob":-9999)"), std::string::npos);
}

}  // namespace
}  // namespace quorum::openai_responses
