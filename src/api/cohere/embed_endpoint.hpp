#pragma once
/// POST /v2/embed

#include "api/route.hpp"
#include "async/loop.hpp"
#include "llm/services.hpp"

namespace quorum::api::cohere {

class EmbedEndpoint final : public Endpoint {
 public:
  EmbedEndpoint(async::Loop& loop, llm::Embedder& embedder) : loop_(loop), embedder_(embedder) {}

  Task<Result<>> answer(Exchange exchange) override;

 private:
  async::Loop& loop_;
  llm::Embedder& embedder_;
};

}  // namespace quorum::api::cohere
