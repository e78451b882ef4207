#pragma once
/// GET /health and GET /api/v1/models

#include <string>

#include "api/platform/chat_request.hpp"
#include "api/route.hpp"
#include "llm/backend.hpp"

namespace quorum::api::platform {

class HealthEndpoint final : public Endpoint {
 public:
  explicit HealthEndpoint(const Config& config);
  Task<Result<>> answer(Exchange exchange) override;

 private:
  std::string body_;
};

class ModelsEndpoint final : public Endpoint {
 public:
  explicit ModelsEndpoint(const llm::Models& models) : models_(models) {}
  Task<Result<>> answer(Exchange exchange) override;

 private:
  const llm::Models& models_;
};

}  // namespace quorum::api::platform
