#include "dialects/ollama/embed.hpp"

#include <gtest/gtest.h>

namespace quorum::ollama {
namespace {

using Texts = std::vector<std::string>;

TEST(Embed, AClientAsksInOneTextOrSeveral) {
  const auto one = read_embed(EmbedEndpoint::embed, R"({"model":"m","input":"a"})");
  ASSERT_TRUE(one);
  EXPECT_EQ(one->model, "m");
  EXPECT_EQ(one->texts, Texts{"a"});
  const auto more = read_embed(
      EmbedEndpoint::embed, R"({"model":"m","input":["a","b"],"dimensions":64,"truncate":true})");
  ASSERT_TRUE(more);
  EXPECT_EQ(more->texts, (Texts{"a", "b"}));
  EXPECT_EQ(more->dimensions, 64);
  const auto old = read_embed(EmbedEndpoint::embeddings, R"({"model":"m","prompt":"a"})");
  ASSERT_TRUE(old);
  EXPECT_EQ(old->texts, Texts{"a"});
}

TEST(Embed, FaultsNameTheirPlace) {
  const auto field = [](std::string_view body) {
    return read_embed(EmbedEndpoint::embed, body).error().field;
  };
  EXPECT_EQ(field(R"({"input":"a"})"), "model");
  EXPECT_EQ(field(R"({"model":"m"})"), "input");
  EXPECT_EQ(field(R"({"model":"m","input":3})"), "input");
  EXPECT_EQ(field(R"({"model":"m","input":["a",3]})"), "input.1");
  EXPECT_EQ(field(R"({"model":"m","input":"a","dimensions":0})"), "dimensions");
}

TEST(Embed, VectorsAreWrittenForBothEndpoints) {
  const llm::Embeddings embeddings{.vectors = {{0.5F, -1.0F}, {2.0F, 3.0F}},
                                   .usage = llm::Usage{.prompt = 7}};
  EXPECT_EQ(write_embeddings(EmbedEndpoint::embed, embeddings, "m"),
            R"({"model":"m","embeddings":[[0.5,-1],[2,3]],"prompt_eval_count":7})");
  EXPECT_EQ(write_embeddings(EmbedEndpoint::embeddings, embeddings, "m"),
            R"({"embedding":[0.5,-1]})");
  EXPECT_EQ(write_embeddings(EmbedEndpoint::embeddings, {}, "m"), R"({"embedding":[]})");
}

TEST(Embed, AServerIsAskedInOneWay) {
  const auto outgoing = write_embed({.model = "x",
                                     .texts = {"a", "b"},
                                     .dimensions = 8,
                                     .purpose = "search_query",
                                     .user_id = "u"},
                                    "m");
  EXPECT_EQ(outgoing.body, R"({"model":"m","input":["a","b"],"dimensions":8})");
  EXPECT_EQ(outgoing.dropped, (Texts{"input_type", "user"}));
  EXPECT_EQ(read_embed(EmbedEndpoint::embed, outgoing.body)->texts, (Texts{"a", "b"}));
}

TEST(Embed, AServersAnswerIsRead) {
  const auto read =
      read_embeddings("o", R"({"model":"m","embeddings":[[0.5,-1]],"prompt_eval_count":7})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->model, "m");
  EXPECT_EQ(read->vectors, (std::vector<std::vector<float>>{{0.5F, -1.0F}}));
  EXPECT_EQ(read->usage, llm::Usage{.prompt = 7});
  EXPECT_FALSE(read_embeddings("o", R"({"error":"no"})"));
  EXPECT_FALSE(read_embeddings("o", "{}"));
  EXPECT_FALSE(read_embeddings("o", "no JSON"));
}

}  // namespace
}  // namespace quorum::ollama
