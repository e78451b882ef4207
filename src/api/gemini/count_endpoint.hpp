#pragma once
/// POST …/models/{m}:countTokens

#include "api/route.hpp"
#include "async/loop.hpp"
#include "llm/services.hpp"

namespace quorum::api::gemini {

/// Takes `contents` alone and a whole `generateContentRequest`.
class CountTokensEndpoint final : public Endpoint {
 public:
  CountTokensEndpoint(async::Loop& loop, llm::TokenCounter& counter)
      : loop_(loop), counter_(counter) {}
  Task<Result<>> answer(Exchange exchange) override;

 private:
  async::Loop& loop_;
  llm::TokenCounter& counter_;
};

}  // namespace quorum::api::gemini
