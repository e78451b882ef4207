#pragma once
/// GET /v1/models and GET /v1/models/{id} for Cohere's clients

#include "api/route.hpp"
#include "llm/backend.hpp"

namespace quorum::api::cohere {

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

}  // namespace quorum::api::cohere
