#pragma once
/// GET /api/tags, GET /api/ps, POST /api/show and GET /api/version

#include "api/route.hpp"
#include "llm/backend.hpp"

namespace quorum::api::ollama {

class TagsEndpoint final : public Endpoint {
 public:
  explicit TagsEndpoint(const llm::Models& models) : models_(models) {}
  Task<Result<>> answer(Exchange exchange) override;

 private:
  const llm::Models& models_;
};

/// Lists none: those elsewhere are not in our memory, and of our own only their workers know.
class RunningEndpoint final : public Endpoint {
 public:
  Task<Result<>> answer(Exchange exchange) override;
};

class ShowEndpoint final : public Endpoint {
 public:
  explicit ShowEndpoint(const llm::Models& models) : models_(models) {}
  Task<Result<>> answer(Exchange exchange) override;

 private:
  const llm::Models& models_;
};

class VersionEndpoint final : public Endpoint {
 public:
  Task<Result<>> answer(Exchange exchange) override;
};

}  // namespace quorum::api::ollama
