#pragma once
/// GET /health and GET /api/v1/models

#include <functional>
#include <string>

#include "api/platform/chat_request.hpp"
#include "api/route.hpp"
#include "llm/backend.hpp"

namespace quorum::api::platform {

/// A server that has trouble and serves all the same is healthy, and names it: `trouble`.
class HealthEndpoint final : public Endpoint {
 public:
  explicit HealthEndpoint(const Config& config);
  Task<Result<>> answer(Exchange exchange) override;

 private:
  std::string body_;
  std::string troubled_body_;
  std::function<bool()> keeps_records_;
};

class ModelsEndpoint final : public Endpoint {
 public:
  explicit ModelsEndpoint(const llm::Models& models) : models_(models) {}
  Task<Result<>> answer(Exchange exchange) override;

 private:
  const llm::Models& models_;
};

}  // namespace quorum::api::platform
