#pragma once
/// POST /api/v1/chat/completions

#include "api/platform/chat_request.hpp"
#include "api/route.hpp"
#include "async/loop.hpp"
#include "llm/backend.hpp"

namespace quorum::api::platform {

class ChatEndpoint final : public Endpoint {
 public:
  ChatEndpoint(async::Loop& loop, llm::ChatBackend& backend, Config config)
      : loop_(loop), backend_(backend), config_(std::move(config)) {}

  Task<Result<>> answer(Exchange exchange) override;

 private:
  async::Loop& loop_;
  llm::ChatBackend& backend_;
  Config config_;
};

/// POST /debate/stream: one model's answer, whatever the path says.
class DebateStreamEndpoint final : public Endpoint {
 public:
  DebateStreamEndpoint(async::Loop& loop, llm::ChatBackend& backend, const llm::Models& models)
      : loop_(loop), backend_(backend), models_(models) {}

  Task<Result<>> answer(Exchange exchange) override;

 private:
  async::Loop& loop_;
  llm::ChatBackend& backend_;
  const llm::Models& models_;
};

}  // namespace quorum::api::platform
