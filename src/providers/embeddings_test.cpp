#include "providers/embeddings.hpp"

#include <gtest/gtest.h>

namespace quorum::providers {
namespace {

using Vectors = std::vector<std::vector<float>>;

const llm::EmbedCall kCall{
    .model = "any", .texts = {"a", "b\""}, .dimensions = 2, .purpose = "search_query"};

TEST(Embeddings, EachKindIsAskedInItsOwnSpelling) {
  EXPECT_EQ(write_embedding(Embedding::openai, kCall, "m"),
            R"({"model":"m","input":["a","b\""],"dimensions":2,"encoding_format":"float"})");
  EXPECT_EQ(write_embedding(Embedding::gemini, kCall, "m"),
            R"({"requests":[{"model":"models/m","content":{"parts":[{"text":"a"}]},)"
            R"("taskType":"RETRIEVAL_QUERY","outputDimensionality":2},)"
            R"({"model":"models/m","content":{"parts":[{"text":"b\""}]},)"
            R"("taskType":"RETRIEVAL_QUERY","outputDimensionality":2}]})");
  EXPECT_EQ(write_embedding(Embedding::vertex, kCall, "m"),
            R"({"instances":[{"content":"a","task_type":"RETRIEVAL_QUERY"},)"
            R"({"content":"b\"","task_type":"RETRIEVAL_QUERY"}],)"
            R"("parameters":{"outputDimensionality":2}})");
  EXPECT_EQ(write_embedding(Embedding::cohere, kCall, "m"),
            R"({"model":"m","texts":["a","b\""],"input_type":"search_query",)"
            R"("embedding_types":["float"],"output_dimension":2})");
  EXPECT_EQ(write_embedding(Embedding::ollama, kCall, "m"),
            R"({"model":"m","input":["a","b\""],"dimensions":2})");
}

llm::Embeddings read(Embedding spelling, std::string_view body) {
  auto told = read_embedding(spelling, "acme", body, 2);
  EXPECT_TRUE(told) << told.error().detail;
  return told.value_or(llm::Embeddings{});
}

TEST(Embeddings, EachKindsAnswerIsRead) {
  const Vectors expected{{1, 0.5}, {-2, 3}};
  // Out of order, as its places say, and one of them packed.
  const auto openai =
      read(Embedding::openai, R"({"data":[{"index":1,"embedding":[-2,3]},)"
                              R"({"index":0,"embedding":"AACAPwAAAD8="}],"model":"m-1",)"
                              R"("usage":{"prompt_tokens":7,"total_tokens":7}})");
  EXPECT_EQ(openai.vectors, expected);
  EXPECT_EQ(openai.usage, llm::Usage{.prompt = 7});
  EXPECT_EQ(openai.model, "m-1");
  EXPECT_EQ(
      read(Embedding::gemini, R"({"embeddings":[{"values":[1,0.5]},{"values":[-2,3]}]})").vectors,
      expected);
  const auto vertex =
      read(Embedding::vertex,
           R"({"predictions":[{"embeddings":{"values":[1,0.5],"statistics":{"token_count":2}}},)"
           R"({"embeddings":{"values":[-2,3],"statistics":{"token_count":3}}}]})");
  EXPECT_EQ(vertex.vectors, expected);
  EXPECT_EQ(vertex.usage, llm::Usage{.prompt = 5});
  const auto cohere = read(Embedding::cohere, R"({"embeddings":{"float":[[1,0.5],[-2,3]]},)"
                                              R"("meta":{"billed_units":{"input_tokens":4}}})");
  EXPECT_EQ(cohere.vectors, expected);
  EXPECT_EQ(cohere.usage, llm::Usage{.prompt = 4});
  const auto ollama =
      read(Embedding::ollama, R"({"embeddings":[[1,0.5],[-2,3]],"prompt_eval_count":6})");
  EXPECT_EQ(ollama.vectors, expected);
  EXPECT_EQ(ollama.usage, llm::Usage{.prompt = 6});
}

TEST(Embeddings, AnAnswerThatIsNoneIsTheProvidersFault) {
  for (const auto* body :
       {"", "<html>", "{}", R"({"data":[]})", R"({"data":[{"embedding":[1]}]})",
        R"({"data":[{"embedding":[1]},{"embedding":["x"]}]})",
        R"({"data":[{"embedding":[1]},{"embedding":[]}]})",
        R"({"data":[{"embedding":[1]},{"embedding":"!!!!"}]})",
        R"({"data":[{"embedding":[1]},{"embedding":"AAA="}]})",
        R"({"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]})",
        R"({"data":[{"index":0,"embedding":[1]},{"index":9,"embedding":[1]}]})"}) {
    const auto told = read_embedding(Embedding::openai, "acme", body, 2);
    ASSERT_FALSE(told) << body;
    EXPECT_EQ(told.error().code, Errc::upstream_failed);
  }
}

}  // namespace
}  // namespace quorum::providers
