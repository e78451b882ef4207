#include "dialects/gemini/candidate.hpp"

#include <gtest/gtest.h>

namespace quorum::gemini {
namespace {

std::vector<llm::Delta> read(std::string_view piece, Candidate* known = nullptr) {
  const auto document = json::Document::parse(piece);
  EXPECT_TRUE(document) << piece;
  Candidate fresh;
  std::vector<llm::Delta> deltas;
  read_candidate(document->root(), 0, known == nullptr ? fresh : *known, deltas);
  return deltas;
}

std::vector<llm::Delta> read_parts(std::string_view parts) {
  return read(R"({"content":{"parts":)" + std::string{parts} + "}}");
}

llm::Seal google(std::string data) {
  return {.maker = llm::Maker::google, .data = std::move(data)};
}

TEST(Candidate, ACallMayComePieceByPiece) {
  Candidate candidate;
  std::vector<llm::Delta> deltas;
  for (const auto* part :
       {R"({"functionCall":{"id":"x","name":"f","willContinue":true},"thoughtSignature":"QQ=="})",
        R"({"functionCall":{"partialArgs":[{"jsonPath":"$.a","stringValue":"on",
                            "willContinue":true}],"willContinue":true}})",
        R"({"functionCall":{"partialArgs":[{"jsonPath":"$.a","stringValue":"e"}],
                            "willContinue":true}})",
        R"({"functionCall":{}})", R"({"functionCall":{"name":"g","willContinue":true}})"}) {
    const auto piece = R"({"content":{"parts":[)" + std::string{part} + "]}}";
    for (auto& delta : read(piece, &candidate)) deltas.push_back(std::move(delta));
  }
  ASSERT_EQ(deltas.size(), 1U);
  EXPECT_EQ(deltas[0].tool_calls,
            (std::vector<llm::ToolCallDelta>{
                {.id = "x", .name = "f", .arguments = R"({"a":"one"})", .seal = google("QQ==")}}));
  // The end of the answer is the end of its calls.
  const auto last = read(R"({"finishReason":"STOP"})", &candidate);
  ASSERT_EQ(last.size(), 1U);
  EXPECT_EQ(last[0].tool_calls,
            (std::vector<llm::ToolCallDelta>{{.index = 1, .name = "g", .arguments = "{}"}}));
  EXPECT_EQ(last[0].finish, llm::Finish::tool_calls);
}

TEST(Candidate, WhatIsSaidInOurOrderIsOneDelta) {
  const auto deltas = read_parts(R"([{"text":"hm","thought":true,"thoughtSignature":"QQ=="},
      {"text":"yes"},{"functionCall":{"name":"f","args":{"a":1}},"thoughtSignature":"Qg=="},
      {"functionCall":{"id":"x","name":"g"}}])");
  ASSERT_EQ(deltas.size(), 1U);
  EXPECT_EQ(deltas[0].reasoning, "hm");
  EXPECT_EQ(deltas[0].reasoning_seal, google("QQ=="));
  EXPECT_EQ(deltas[0].text, "yes");
  ASSERT_EQ(deltas[0].tool_calls.size(), 2U);
  EXPECT_EQ(deltas[0].tool_calls[0].arguments, R"({"a":1})");
  EXPECT_EQ(deltas[0].tool_calls[0].seal, google("Qg=="));
  EXPECT_EQ(deltas[0].tool_calls[1].index, 1U);
  EXPECT_EQ(deltas[0].tool_calls[1].id, "x");
  EXPECT_FALSE(deltas[0].tool_calls[1].seal);
}

TEST(Candidate, AnotherOrderIsSeveralDeltas) {
  const auto deltas = read_parts(R"([{"functionCall":{"name":"f"}},{"text":"a"},
      {"text":"hm","thought":true},{"text":"b"}])");
  ASSERT_EQ(deltas.size(), 3U);
  EXPECT_EQ(deltas[0].tool_calls.size(), 1U);
  EXPECT_EQ(deltas[1].text, "a");
  EXPECT_EQ(deltas[2].reasoning, "hm");
  EXPECT_EQ(deltas[2].text, "b");
}

TEST(Candidate, ASealIsItsOwnPartsAlone) {
  const auto deltas = read_parts(R"([{"text":"a"},{"text":"b","thoughtSignature":"QQ=="},
      {"text":"c"},{"text":"","thoughtSignature":"Qg=="},{"thoughtSignature":"Qw=="}])");
  ASSERT_EQ(deltas.size(), 4U);
  EXPECT_EQ(deltas[0].text, "a");
  EXPECT_FALSE(deltas[0].text_seal);
  EXPECT_EQ(deltas[1].text, "b");
  EXPECT_EQ(deltas[1].text_seal, google("QQ=="));
  EXPECT_EQ(deltas[2].text, "c");
  EXPECT_EQ(deltas[2].text_seal, google("Qg=="));
  EXPECT_EQ(deltas[3].text_seal, google("Qw=="));
}

TEST(Candidate, PicturesAreImagesAndTheRestIsOpaque) {
  const auto deltas = read_parts(R"([
      {"inlineData":{"mimeType":"image/png","data":"QQ=="},"thoughtSignature":"Qg=="},
      {"inlineData":{"mimeType":"audio/wav","data":"QQ=="}},{"codeExecutionResult":{}}])");
  ASSERT_EQ(deltas.size(), 1U);
  ASSERT_EQ(deltas[0].images.size(), 1U);
  EXPECT_EQ(deltas[0].images[0].source.data, "QQ==");
  EXPECT_EQ(deltas[0].images[0].seal, google("Qg=="));
  ASSERT_EQ(deltas[0].opaque.size(), 2U);
  EXPECT_EQ(deltas[0].opaque[1].json, R"({"codeExecutionResult":{}})");
}

TEST(Candidate, ACallsStopIsNoStop) {
  Candidate known;
  read(R"({"content":{"parts":[{"functionCall":{"name":"f"}}]}})", &known);
  const auto deltas = read(R"({"finishReason":"STOP"})", &known);
  ASSERT_EQ(deltas.size(), 1U);
  EXPECT_EQ(deltas[0].finish, llm::Finish::tool_calls);
  EXPECT_TRUE(read(R"({"finishReason":"STOP"})", &known).empty());
}

TEST(Candidate, SourcesSupportCharactersNotBytes) {
  Candidate known;
  read(R"({"content":{"parts":[{"text":"Größe: 5 µm."}]}})", &known);
  constexpr std::string_view kSources = R"({"groundingMetadata":{
      "groundingChunks":[{"web":{"uri":"https://a.org","title":"A"}},
                         {"retrievedContext":{"text":"five"}}],
      "groundingSupports":[{"segment":{"startIndex":9,"endIndex":14},
                            "groundingChunkIndices":[0,7,1]}]}})";
  const auto deltas = read(kSources, &known);
  ASSERT_EQ(deltas.size(), 1U);
  ASSERT_EQ(deltas[0].citations.size(), 2U);
  EXPECT_EQ(deltas[0].citations[0].url, "https://a.org");
  EXPECT_EQ(deltas[0].citations[0].title, "A");
  EXPECT_EQ(deltas[0].citations[0].begin, 7);
  EXPECT_EQ(deltas[0].citations[0].end, 11);
  EXPECT_EQ(deltas[0].citations[1].quote, "five");
  EXPECT_TRUE(read(kSources, &known).empty()) << "told twice";
}

TEST(Candidate, SourcesWithoutAPlaceAreTold) {
  const auto deltas = read(R"({"groundingMetadata":{"groundingChunks":[{"web":{"uri":"u"}}]},
      "citationMetadata":{"citationSources":[{"uri":"v","endIndex":900}]}})");
  ASSERT_EQ(deltas[0].citations.size(), 2U);
  EXPECT_EQ(deltas[0].citations[0].end, std::nullopt);
  EXPECT_EQ(deltas[0].citations[1].url, "v");
  EXPECT_EQ(deltas[0].citations[1].end, 0);
}

TEST(Candidate, ProbabilitiesHaveTheirAlternatives) {
  const auto deltas = read(R"({"logprobsResult":{
      "topCandidates":[{"candidates":[{"token":"a","logProbability":-0.5},
                                      {"token":"b","logProbability":-1}]}],
      "chosenCandidates":[{"token":"a","logProbability":-0.5},{"token":"c"}]}})");
  ASSERT_EQ(deltas.size(), 1U);
  ASSERT_EQ(deltas[0].logprobs.size(), 2U);
  EXPECT_EQ(deltas[0].logprobs[0].logprob, -0.5);
  ASSERT_EQ(deltas[0].logprobs[0].top.size(), 2U);
  EXPECT_EQ(deltas[0].logprobs[0].top[1].token, "b");
  EXPECT_TRUE(deltas[0].logprobs[1].top.empty());
}

TEST(Candidate, NonsenseSaysNothing) {
  EXPECT_TRUE(read("{}").empty());
  EXPECT_TRUE(read("null").empty());
  EXPECT_TRUE(read_parts(R"([5,null,"a",{},{"text":""},{"functionCall":{}}])").empty());
  EXPECT_TRUE(read(R"({"groundingMetadata":{"groundingSupports":[{"groundingChunkIndices":[0]}]}})")
                  .empty());
}

}  // namespace
}  // namespace quorum::gemini
