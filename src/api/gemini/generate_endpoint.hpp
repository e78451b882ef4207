#pragma once
/// POST …/models/{m}:generateContent and …:streamGenerateContent

#include <cstdint>

#include "api/chat_endpoint.hpp"

namespace quorum::api::gemini {

/// Model and delivery stand in the path. Without `alt=sse` a stream is one JSON array.
class GenerateEndpoint final : public ChatEndpoint {
 public:
  enum class Delivery : bool { whole, streamed };

  GenerateEndpoint(async::Loop& loop, llm::ChatBackend& backend, Delivery delivery);

 protected:
  Result<dialects::Head> head_of(const Exchange& exchange) const override;
  std::unique_ptr<EventForm> form_of(const Exchange& exchange) const override;

 private:
  Delivery delivery_;
};

}  // namespace quorum::api::gemini
