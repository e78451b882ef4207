#pragma once
/// POST /v1/embeddings: vectors for texts, as numbers or as Base64.

#include "api/route.hpp"
#include "async/loop.hpp"
#include "llm/services.hpp"

namespace quorum::api::openai {

/// A path that holds `{model}` names the model, as Azure's does.
class EmbeddingsEndpoint final : public Endpoint {
 public:
  EmbeddingsEndpoint(async::Loop& loop, llm::Embedder& embedder)
      : loop_(loop), embedder_(embedder) {}

  Task<Result<>> answer(Exchange exchange) override;

 private:
  async::Loop& loop_;
  llm::Embedder& embedder_;
};

}  // namespace quorum::api::openai
