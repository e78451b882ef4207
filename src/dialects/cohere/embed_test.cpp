#include "dialects/cohere/embed.hpp"

#include <gtest/gtest.h>

namespace quorum::cohere {
namespace {

using Texts = std::vector<std::string>;

TEST(Embed, WhatVectorsAreForIsAlwaysSaid) {
  const auto outgoing = write_embed({.model = "x", .texts = {"a"}, .dimensions = 256}, "m");
  EXPECT_EQ(outgoing.body, R"({"model":"m","texts":["a"],"input_type":"search_document",)"
                           R"("embedding_types":["float"],"output_dimension":256})");
  EXPECT_EQ(outgoing.dropped, Texts{});
  const auto query = write_embed({.model = "x", .purpose = "RETRIEVAL_QUERY"}, "m");
  EXPECT_NE(query.body.find(R"("input_type":"search_query")"), std::string::npos);
  const auto odd = write_embed({.model = "x", .purpose = "FACT_CHECK", .user_id = "u"}, "m");
  EXPECT_EQ(odd.dropped, (Texts{"input_type", "user"}));
}

TEST(Embed, VectorsAreReadInBothForms) {
  const std::vector<std::vector<float>> expected{{0.5F, -1.0F}};
  const auto read = read_embeddings("cohere", R"({"id":"1","embeddings":{"float":[[0.5,-1]]},
    "texts":["a"],"meta":{"billed_units":{"input_tokens":2}}})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->vectors, expected);
  EXPECT_EQ(read->usage, llm::Usage{.prompt = 2});
  EXPECT_EQ(read_embeddings("cohere", R"({"embeddings":[[0.5,-1]]})")->vectors, expected);
  EXPECT_FALSE(read_embeddings("cohere", R"({"message":"no"})"));
  EXPECT_FALSE(read_embeddings("cohere", ""));
}

TEST(Embed, AClientsQuestionIsReadAndAnswered) {
  const auto call = read_embed(R"({"model":"m","texts":["a","b"],"input_type":"classification",
    "embedding_types":["float"],"output_dimension":64})");
  ASSERT_TRUE(call);
  EXPECT_EQ(call->texts, (Texts{"a", "b"}));
  EXPECT_EQ(call->purpose, "classification");
  EXPECT_EQ(call->dimensions, 64);
  EXPECT_EQ(write_embeddings(*call, {.vectors = {{1.0F}}, .usage = llm::Usage{.prompt = 3}}, "1"),
            R"({"id":"1","embeddings":{"float":[[1]]},"texts":["a","b"],)"
            R"("meta":{"api_version":{"version":"2"},"billed_units":{"input_tokens":3}},)"
            R"("response_type":"embeddings_by_type"})");
  const auto field = [](std::string_view body) { return read_embed(body).error().field; };
  EXPECT_EQ(field("{}"), "model");
  EXPECT_EQ(field(R"({"model":"m"})"), "texts");
  EXPECT_EQ(field(R"({"model":"m","texts":[1]})"), "texts");
  EXPECT_EQ(field(R"({"model":"m","texts":["a"],"embedding_types":[8]})"), "embedding_types");
}

TEST(Embed, WhatOnlyCohereHasIsNamed) {
  const auto only = [](std::string_view body) { return read_embed(body)->only_as_spelled; };
  EXPECT_EQ(only(R"({"model":"m","texts":["a"],"embedding_types":["float"]})"), "");
  EXPECT_EQ(only(R"({"model":"m","texts":["a"],"embedding_types":["float","int8"]})"),
            "embedding_types");
  EXPECT_EQ(only(R"({"model":"m","images":["data:image/png;base64,AA=="]})"), "images");
  EXPECT_EQ(only(R"({"model":"m","inputs":[{"content":[{"type":"image_url","image_url":{}}]}]})"),
            "inputs");
  const auto texts = read_embed(R"({"model":"m","inputs":[{"content":[
      {"type":"text","text":"a"},{"type":"text","text":"b"}]}]})");
  EXPECT_EQ(texts->texts, Texts{"ab"});
  EXPECT_EQ(texts->only_as_spelled, "");
}

TEST(Embed, OurQuestionIsOneThatWeUnderstand) {
  const auto read = read_embed(write_embed({.model = "x", .texts = {"a"}}, "m").body);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->texts, Texts{"a"});
}

}  // namespace
}  // namespace quorum::cohere
