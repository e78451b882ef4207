#pragma once
/// POST …/models/{m}:embedContent and …:batchEmbedContents

#include "api/route.hpp"
#include "async/loop.hpp"
#include "dialects/gemini/embed.hpp"
#include "llm/services.hpp"

namespace quorum::api::gemini {

class EmbedEndpoint final : public Endpoint {
 public:
  using Form = quorum::gemini::EmbedEndpoint;

  EmbedEndpoint(async::Loop& loop, llm::Embedder& embedder, Form form)
      : loop_(loop), embedder_(embedder), form_(form) {}
  Task<Result<>> answer(Exchange exchange) override;

 private:
  async::Loop& loop_;
  llm::Embedder& embedder_;
  Form form_;
};

}  // namespace quorum::api::gemini
