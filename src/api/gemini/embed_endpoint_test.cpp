#include "api/gemini/embed_endpoint.hpp"

#include "api/gemini/fixture.hpp"

namespace quorum::api::gemini {
namespace {

using GeminiVectors = GeminiFixture;

TEST_F(GeminiVectors, OneTextGetsOneVector) {
  embedder_.reply = {.vectors = {{0.5F, -1.0F}}};
  const auto answer = post("/v1beta/models/m:embedContent",
                           R"({"content":{"parts":[{"text":"Hello "},{"text":"there"}]},)"
                           R"("taskType":"RETRIEVAL_QUERY","outputDimensionality":2})");
  EXPECT_EQ(answer.body, R"({"embedding":{"values":[0.5,-1]}})");
  const auto& seen = embedder_.calls.back();
  EXPECT_EQ(seen.model, "m");
  EXPECT_EQ(seen.texts, std::vector<std::string>{"Hello there"});
  EXPECT_EQ(seen.purpose, "RETRIEVAL_QUERY");
  EXPECT_EQ(seen.dimensions, 2);
}

TEST_F(GeminiVectors, ABatchGetsOneEach) {
  embedder_.reply = {.vectors = {{1.0F}, {2.0F}}};
  const auto answer = post("/v1beta/models/vendor/m:8b:batchEmbedContents",
                           R"({"requests":[{"model":"models/x","content":{"parts":[{"text":"a"}]},)"
                           R"("task_type":"CLUSTERING"},)"
                           R"({"content":{"parts":[{"text":"b"}]},"taskType":"CLUSTERING"}]})");
  EXPECT_EQ(answer.body, R"({"embeddings":[{"values":[1]},{"values":[2]}]})");
  EXPECT_EQ(embedder_.calls.back().model, "vendor/m:8b");
  EXPECT_EQ(embedder_.calls.back().texts, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(embedder_.calls.back().purpose, "CLUSTERING");
}

TEST_F(GeminiVectors, WhatIsNoRequestIsRefused) {
  for (const auto* body : {"", "{", "[]", "{}", R"({"content":"x"})", R"({"content":{"parts":[]}})",
                           R"({"content":{"parts":[{"inlineData":{}}]}})",
                           R"({"content":{"parts":[{"text":"x"}]},"outputDimensionality":0})"}) {
    EXPECT_EQ(error_in(post("/v1beta/models/m:embedContent", body)), "400 INVALID_ARGUMENT")
        << body;
  }
  for (const auto* body : {"{}", R"({"requests":[]})", R"({"requests":[7]})",
                           R"({"requests":[{"content":{"parts":[{"text":"a"}]}},)"
                           R"({"content":{"parts":[{"text":"b"}]},"outputDimensionality":3}]})"}) {
    EXPECT_EQ(error_in(post("/v1beta/models/m:batchEmbedContents", body)), "400 INVALID_ARGUMENT")
        << body;
  }
  EXPECT_TRUE(embedder_.calls.empty());
}

}  // namespace
}  // namespace quorum::api::gemini
