#pragma once
/// GET …/models and GET …/models/{id} as Google's clients ask.

#include "api/route.hpp"
#include "llm/backend.hpp"

namespace quorum::api::gemini {

class ListModelsEndpoint final : public Endpoint {
 public:
  explicit ListModelsEndpoint(const llm::Models& models) : models_(models) {}
  Task<Result<>> answer(Exchange exchange) override;

 private:
  const llm::Models& models_;
};

class ShowModelEndpoint final : public Endpoint {
 public:
  explicit ShowModelEndpoint(const llm::Models& models) : models_(models) {}
  Task<Result<>> answer(Exchange exchange) override;

 private:
  const llm::Models& models_;
};

}  // namespace quorum::api::gemini
