#include "dialects/gemini/answer.hpp"

#include <gtest/gtest.h>

namespace quorum::gemini {
namespace {

std::string end_of(Answer& answer) {
  std::string out;
  json::Writer writer{out};
  answer.write_end(writer, 0);
  return out;
}

std::string end_of(const std::vector<llm::Delta>& deltas) {
  Answer answer;
  for (const auto& delta : deltas) answer.add(delta);
  return end_of(answer);
}

llm::Seal google(std::string data) {
  return {.maker = llm::Maker::google, .data = std::move(data)};
}

TEST(Answer, SilenceHasAnEmptyPart) {
  EXPECT_EQ(
      end_of(std::vector<llm::Delta>{}),
      R"({"content":{"role":"model","parts":[{"text":""}]},"finishReason":"STOP","index":0})");
}

TEST(Answer, PiecesAreOnePart) {
  EXPECT_EQ(end_of({{.reasoning = "h"},
                    {.reasoning = "m", .reasoning_seal = google("QQ==")},
                    {.text = "a"},
                    {.text = "b", .finish = llm::Finish::length}}),
            R"({"content":{"role":"model","parts":[)"
            R"({"text":"hm","thought":true,"thoughtSignature":"QQ=="},{"text":"ab"}]},)"
            R"("finishReason":"MAX_TOKENS","index":0})");
}

TEST(Answer, CallsAreWholeAndInOrder) {
  EXPECT_EQ(end_of({{.tool_calls = {{.index = 0, .id = "1", .name = "f", .arguments = "{\"a\""}}},
                    {.tool_calls = {{.index = 1, .name = "g", .seal = google("Qg==")}}},
                    {.tool_calls = {{.index = 0, .arguments = ":1}"}}},
                    {.text = "so"}}),
            R"({"content":{"role":"model","parts":[)"
            R"({"functionCall":{"id":"1","name":"f","args":{"a":1}}},)"
            R"({"functionCall":{"name":"g","args":{}},"thoughtSignature":"Qg=="},{"text":"so"}]},)"
            R"("finishReason":"STOP","index":0})");
}

TEST(Answer, WordsGoAtOnceAndCallsWait) {
  Answer answer;
  answer.add({.text = "a", .tool_calls = {{.name = "f"}}});
  ASSERT_TRUE(answer.has_words());
  std::string out;
  json::Writer writer{out};
  answer.write_words(writer, 2);
  EXPECT_EQ(out, R"({"content":{"role":"model","parts":[{"text":"a"}]},"index":2})");
  EXPECT_FALSE(answer.has_words());
  EXPECT_NE(end_of(answer).find(R"("parts":[{"functionCall")"), std::string::npos);
}

TEST(Answer, SourcesAreCountedInBytes) {
  const auto end =
      end_of({{.text = "Größe: 5 µm."},
              {.citations = {{.url = "u", .title = "t", .begin = 7, .end = 11}, {.url = "v"}}}});
  EXPECT_NE(end.find(R"("groundingMetadata":{"groundingChunks":[{"web":{"uri":"u","title":"t"}},)"
                     R"({"web":{"uri":"v","title":""}}],"groundingSupports":[{"segment":)"
                     R"({"startIndex":9,"endIndex":14,"text":"5 µm"},)"
                     R"("groundingChunkIndices":[0]}]})"),
            end.npos)
      << end;
}

TEST(Answer, ProbabilitiesAreTold) {
  const auto end = end_of(
      {{.logprobs = {{.token = "a", .logprob = -0.5, .top = {{.token = "b", .logprob = -1}}}}}});
  EXPECT_NE(end.find(R"("logprobsResult":{"topCandidates":[{"candidates":[{"token":"b",)"
                     R"("logProbability":-1}]}],"chosenCandidates":[{"token":"a",)"
                     R"("logProbability":-0.5}]})"),
            end.npos)
      << end;
}

TEST(Answer, PicturesAndGooglesOwnFollowTheCalls) {
  EXPECT_EQ(end_of({{.tool_calls = {{.name = "f"}},
                     .images = {{.source = {.data = "QQ==", .media_type = "image/png"}}},
                     .opaque = {{.dialect = llm::Dialect::gemini, .json = R"({"x":1})"},
                                {.dialect = llm::Dialect::anthropic, .json = "{}"}}}}),
            R"({"content":{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}},)"
            R"({"inlineData":{"mimeType":"image/png","data":"QQ=="}},{"x":1}]},)"
            R"("finishReason":"STOP","index":0})");
}

}  // namespace
}  // namespace quorum::gemini
