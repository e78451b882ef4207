#include "api/ollama/embed_endpoint.hpp"

#include "api/ollama/fixture.hpp"

namespace quorum::api::ollama {
namespace {

using OllamaVectors = OllamaFixture;

TEST_F(OllamaVectors, VectorsAreWrittenBothWays) {
  embedder_.reply = {.vectors = {{0.5F, -1.0F}}, .usage = llm::Usage{.prompt = 3}};
  EXPECT_EQ(post("/api/embed", R"({"model":"m:latest","input":["x"]})").body,
            R"({"model":"m:latest","embeddings":[[0.5,-1]],"prompt_eval_count":3})");
  EXPECT_EQ(embedder_.calls.back().model, "m");
  EXPECT_EQ(embedder_.calls.back().wire.dialect, llm::Dialect::ollama_chat);
  EXPECT_EQ(post("/api/embeddings", R"({"model":"m","prompt":"x"})").body,
            R"({"embedding":[0.5,-1]})");
  EXPECT_EQ(embedder_.calls.back().wire.dialect, llm::Dialect::none);
  embedder_.reply.bytes = R"({"embeddings" : []})";
  EXPECT_EQ(post("/api/embed", R"({"model":"m","input":"x"})").body, R"({"embeddings" : []})");
  embedder_.failure = Error{.code = Errc::unauthenticated, .message = "No key."};
  EXPECT_EQ(error_of("/api/embed", R"({"model":"m","input":"x"})"), "401");
}

}  // namespace
}  // namespace quorum::api::ollama
