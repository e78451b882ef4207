#pragma once
/// POST /api/chat and POST /api/generate

#include "api/chat_endpoint.hpp"
#include "dialects/ollama/writer.hpp"

namespace quorum::api::ollama {

/// The id under which `models` knows what an Ollama client calls `name`: those put `:latest` behind
/// names without a tag.
std::string known_name(const llm::Models& models, std::string name);

/// A request that asks nothing only wants the model at hand, and is told that it is.
class OllamaChatEndpoint final : public ChatEndpoint {
 public:
  OllamaChatEndpoint(async::Loop& loop, llm::ChatBackend& backend, const llm::Models& models,
                     quorum::ollama::Endpoint endpoint);

  Task<Result<>> answer(Exchange exchange) override;

 protected:
  Result<dialects::Head> head_of(const Exchange& exchange) const override;

 private:
  Result<std::string> loaded(const Exchange& exchange) const;

  async::Loop& loop_;
  const llm::Models& models_;
  quorum::ollama::Endpoint endpoint_;
};

}  // namespace quorum::api::ollama
