#pragma once
/// POST /v1/messages and POST /v1/messages/count_tokens

#include "api/chat_endpoint.hpp"
#include "llm/services.hpp"

namespace quorum::api::anthropic {

/// Every version of the API is taken; what a version no longer has is refused as it would be there.
class MessagesEndpoint final : public ChatEndpoint {
 public:
  MessagesEndpoint(async::Loop& loop, llm::ChatBackend& backend);

 protected:
  Result<> check(const Exchange& exchange) const override;
  std::span<const std::string_view> meaning_headers() const override;
};

class CountTokensEndpoint final : public Endpoint {
 public:
  CountTokensEndpoint(async::Loop& loop, llm::TokenCounter& counter)
      : loop_(loop), counter_(counter) {}
  Task<Result<>> answer(Exchange exchange) override;

 private:
  async::Loop& loop_;
  llm::TokenCounter& counter_;
};

}  // namespace quorum::api::anthropic
