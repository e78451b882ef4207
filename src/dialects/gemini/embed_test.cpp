#include "dialects/gemini/embed.hpp"

#include <gtest/gtest.h>

namespace quorum::gemini {
namespace {

TEST(Embed, OneContentIsOneText) {
  const auto call = read_embed(EmbedEndpoint::one, R"({"model":"models/e","content":{"parts":[
      {"text":"a"},{"text":"b"}]},"task_type":"RETRIEVAL_QUERY","outputDimensionality":"64"})");
  ASSERT_TRUE(call);
  EXPECT_EQ(call->texts, std::vector<std::string>{"ab"});
  EXPECT_EQ(call->purpose, "RETRIEVAL_QUERY");
  EXPECT_EQ(call->dimensions, 64);
}

TEST(Embed, ABatchIsManyTexts) {
  const auto call = read_embed(EmbedEndpoint::batch, R"({"requests":[
      {"content":{"parts":[{"text":"a"}]}},{"content":{"parts":{"text":"b"}}}]})");
  ASSERT_TRUE(call);
  EXPECT_EQ(call->texts, (std::vector<std::string>{"a", "b"}));
}

TEST(Embed, FaultsSayWhere) {
  const auto field = [](EmbedEndpoint endpoint, std::string_view body) {
    const auto call = read_embed(endpoint, body);
    return call ? "" : call.error().field;
  };
  EXPECT_EQ(field(EmbedEndpoint::one, "{}"), "content");
  EXPECT_EQ(field(EmbedEndpoint::one, R"({"content":{}})"), "content.parts");
  EXPECT_EQ(field(EmbedEndpoint::one, R"({"content":{"parts":[{"inlineData":{}}]}})"),
            "content.parts.0.text");
  EXPECT_EQ(field(EmbedEndpoint::batch, "{}"), "requests");
  EXPECT_EQ(field(EmbedEndpoint::batch,
                  R"({"requests":[{"content":{"parts":[{"text":"a"}]}},
                      {"content":{"parts":[{"text":"a"}]},"taskType":"CLUSTERING"}]})"),
            "requests.1.taskType");
  EXPECT_EQ(
      field(EmbedEndpoint::one, R"({"content":{"parts":[{"text":"a"}]},"taskType":"FISHING"})"),
      "taskType");
}

TEST(Embed, OursIsAnsweredAsAsked) {
  const llm::Embeddings two{.vectors = {{0.5F, -1.0F}, {0.1F}}};
  EXPECT_EQ(write_embeddings(EmbedEndpoint::batch, two),
            R"({"embeddings":[{"values":[0.5,-1]},{"values":[0.1]}]})");
  EXPECT_EQ(
      write_embeddings(EmbedEndpoint::one, {.vectors = {{0.5F}}, .usage = llm::Usage{.prompt = 3}}),
      R"({"embedding":{"values":[0.5]},"usageMetadata":{"promptTokenCount":3}})");
}

TEST(Embed, AQuestionIsABatch) {
  const auto out = write_embed({.model = "e",
                                .texts = {"a", "b"},
                                .dimensions = 8,
                                .purpose = "search_query",
                                .user_id = "u"},
                               "e");
  EXPECT_EQ(out.body,
            R"({"requests":[{"model":"models/e","content":{"parts":[{"text":"a"}]},)"
            R"("taskType":"RETRIEVAL_QUERY","outputDimensionality":8},{"model":"models/e",)"
            R"("content":{"parts":[{"text":"b"}]},"taskType":"RETRIEVAL_QUERY",)"
            R"("outputDimensionality":8}]})");
  EXPECT_EQ(out.dropped, std::vector<std::string>{"user"});
  EXPECT_EQ(write_embed({.model = "e", .texts = {"a"}, .purpose = "fishing"}, "e").dropped,
            std::vector<std::string>{"input_type"});
}

TEST(Embed, AnswersOfBothFormsAreRead) {
  const auto batch = read_embeddings("gemini", R"({"embeddings":[{"values":[1,2]},{"values":[3,4]}],
      "usageMetadata":{"promptTokenCount":9}})");
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->vectors, (std::vector<std::vector<float>>{{1, 2}, {3, 4}}));
  EXPECT_EQ(batch->usage, llm::Usage{.prompt = 9});
  EXPECT_EQ(read_embeddings("gemini", R"({"embedding":{"values":[1]}})")->vectors.size(), 1U);
  EXPECT_FALSE(read_embeddings("gemini", "{}"));
  EXPECT_FALSE(read_embeddings("gemini", R"({"embeddings":[{"values":["x"]}]})"));
  EXPECT_FALSE(read_embeddings("gemini", R"({"embeddings":[{}]})"));
  EXPECT_EQ(read_embeddings("gemini", R"({"error":{"status":"NOT_FOUND"}})").error().code,
            Errc::not_found);
}

}  // namespace
}  // namespace quorum::gemini
