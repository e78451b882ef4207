#include "dialects/openai_chat/choice.hpp"

#include <gtest/gtest.h>

namespace quorum::openai_chat {
namespace {

using llm::Maker;
using llm::Seal;

std::vector<llm::Delta> told(const std::vector<std::string_view>& choices, Form form) {
  ChoiceReader reader{0};
  std::vector<llm::Delta> deltas;
  for (const auto text : choices) {
    const auto document = json::Document::parse(text);
    EXPECT_TRUE(document) << text;
    EXPECT_TRUE(reader.read("acme", document->root(), form, deltas));
  }
  return deltas;
}

TEST(Choice, ThoughtsThatEndSeparatelyAreToldSeparately) {
  EXPECT_EQ(told({R"({"message":{"content":"x","reasoning_details":[
               {"type":"reasoning.text","text":"a","signature":"S","index":0},
               {"type":"reasoning.text","text":"b","signature":"T","index":1}]}})"},
                 Form::message),
            (std::vector<llm::Delta>{
                {.reasoning = "a", .reasoning_seal = Seal{.data = "S"}},
                {.reasoning = "b", .reasoning_seal = Seal{.data = "T"}, .text = "x"}}));
}

TEST(Choice, ThoughtsAfterWordsAreToldAfterThem) {
  EXPECT_EQ(told({R"({"message":{"content":[{"type":"text","text":"x"},
                     {"type":"thinking","thinking":[{"type":"text","text":"hm"}]}]}})"},
                 Form::message),
            (std::vector<llm::Delta>{{.text = "x"}, {.reasoning = "hm"}}));
}

TEST(Choice, ASignatureFindsItsCallEvenBeforeItComes) {
  const auto deltas =
      told({R"({"delta":{"reasoning_details":[{"type":"reasoning.encrypted","data":"D","id":"t1",
           "format":"google-gemini-v1"}]}})",
            R"({"delta":{"tool_calls":[{"index":0,"id":"t1","function":{"name":"f"}}]}})"},
           Form::delta);
  ASSERT_EQ(deltas.size(), 1U);
  EXPECT_EQ(deltas[0].tool_calls.at(0).seal, (Seal{.maker = Maker::google, .data = "D"}));
}

TEST(Choice, ASignatureWhoseCallNeverComesStaysWithTheText) {
  const auto deltas = told(
      {R"({"delta":{"content":"x","reasoning_details":[{"type":"reasoning.encrypted","data":"D",
           "id":"t1","format":"google-gemini-v1"}]},"finish_reason":"stop"})"},
      Form::delta);
  ASSERT_EQ(deltas.size(), 1U);
  EXPECT_EQ(deltas[0].text_seal, (Seal{.maker = Maker::google, .data = "D"}));
}

// Perplexity repeats the whole message beside each piece.
TEST(Choice, OfMessageAndDeltaOneCounts) {
  constexpr std::string_view kBoth = R"({"delta":{"content":"b"},"message":{"content":"ab"}})";
  EXPECT_EQ(told({kBoth}, Form::delta).at(0).text, "b");
  EXPECT_EQ(told({kBoth}, Form::message).at(0).text, "ab");
}

TEST(Choice, SpokenWordsAreTextAndTheSoundIsKeptWhole) {
  const auto deltas = told({R"({"delta":{"audio":{"id":"a1","transcript":"Hi"}}})",
                            R"({"delta":{"audio":{"data":"AA"}}})",
                            R"({"delta":{"audio":{"data":"BB","expires_at":7}}})",
                            R"({"delta":{},"finish_reason":"stop"})"},
                           Form::delta);
  ASSERT_EQ(deltas.size(), 2U);
  EXPECT_EQ(deltas[0].text, "Hi");
  EXPECT_EQ(
      deltas[1].opaque,
      (std::vector<llm::Opaque>{
          {.dialect = llm::Dialect::openai_chat,
           .json = R"({"audio":{"id":"a1","expires_at":7,"data":"AABB","transcript":"Hi"}})"}}));
}

TEST(Choice, ReadsPicturesCitationsAndWhatEndedTheAnswer) {
  const auto deltas = told({R"({"message":{"content":"x",
      "images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AA"}}],
      "annotations":[{"type":"url_citation","url_citation":{"url":"u","title":"t",
        "start_index":0,"end_index":1}}]},
      "finish_reason":"stop","stop_reason":"END"})"},
                           Form::message);
  ASSERT_EQ(deltas.size(), 1U);
  EXPECT_EQ(deltas[0].images,
            (std::vector<llm::Image>{{.source = {.data = "AA", .media_type = "image/png"}}}));
  EXPECT_EQ(deltas[0].citations,
            (std::vector<llm::Citation>{{.url = "u", .title = "t", .begin = 0, .end = 1}}));
  EXPECT_EQ(deltas[0].stop_sequence, "END");
}

TEST(Choice, ReadsTheListsOfTokensThatCompletionsHad) {
  EXPECT_EQ(told({R"({"message":{"content":"ab"},
                      "logprobs":{"tokens":["a","b"],"token_logprobs":[-1,-2.5]}})"},
                 Form::message)
                .at(0)
                .logprobs,
            (std::vector<llm::TokenLogprob>{{.token = "a", .logprob = -1},
                                            {.token = "b", .logprob = -2.5}}));
}

}  // namespace
}  // namespace quorum::openai_chat
