#pragma once
/// POST /api/embed, and /api/embeddings as it was called before

#include "api/route.hpp"
#include "async/loop.hpp"
#include "dialects/ollama/embed.hpp"
#include "llm/services.hpp"

namespace quorum::api::ollama {

class EmbedEndpoint final : public Endpoint {
 public:
  EmbedEndpoint(async::Loop& loop, llm::Embedder& embedder, const llm::Models& models,
                quorum::ollama::EmbedEndpoint endpoint)
      : loop_(loop), embedder_(embedder), models_(models), endpoint_(endpoint) {}

  Task<Result<>> answer(Exchange exchange) override;

 private:
  async::Loop& loop_;
  llm::Embedder& embedder_;
  const llm::Models& models_;
  quorum::ollama::EmbedEndpoint endpoint_;
};

}  // namespace quorum::api::ollama
