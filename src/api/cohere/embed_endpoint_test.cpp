#include "api/cohere/embed_endpoint.hpp"

#include "api/cohere/fixture.hpp"

namespace quorum::api::cohere {
namespace {

using CohereVectors = CohereFixture;

TEST_F(CohereVectors, AreWrittenOrPassedOn) {
  constexpr auto kAsked = R"({"model":"m","texts":["x"],"input_type":"search_query"})";
  embedder_.reply = {.vectors = {{0.5F, -1.0F}}, .usage = llm::Usage{.prompt = 3}};
  const auto made = post("/v2/embed", kAsked).body;
  EXPECT_NE(made.find(R"("embeddings":{"float":[[0.5,-1]]},"texts":["x"])"), std::string::npos)
      << made;
  const auto& seen = embedder_.calls.back();
  EXPECT_EQ(seen.purpose, "search_query");
  EXPECT_EQ(seen.wire.dialect, llm::Dialect::cohere);
  EXPECT_EQ(*seen.wire.body, kAsked);
  embedder_.reply.bytes = R"({"embeddings" : {"int8": []}})";
  EXPECT_EQ(post("/v2/embed", kAsked).body, R"({"embeddings" : {"int8": []}})");
  embedder_.failure = Error{.code = Errc::unauthenticated, .message = "No key."};
  EXPECT_EQ(error_of("/v2/embed", kAsked), "401");
}

}  // namespace
}  // namespace quorum::api::cohere
