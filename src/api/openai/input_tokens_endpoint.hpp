#pragma once
/// POST /v1/responses/input_tokens: how much a request would be to read.

#include "api/route.hpp"
#include "async/loop.hpp"
#include "llm/services.hpp"
#include "store/responses.hpp"

namespace quorum::api::openai {

/// A number that is an estimate is told as one, by `"is_estimate": true`.
class InputTokensEndpoint final : public Endpoint {
 public:
  InputTokensEndpoint(async::Loop& loop, llm::TokenCounter& counter, store::Responses& kept)
      : loop_(loop), counter_(counter), kept_(kept) {}

  Task<Result<>> answer(Exchange exchange) override;

 private:
  async::Loop& loop_;
  llm::TokenCounter& counter_;
  store::Responses& kept_;
};

}  // namespace quorum::api::openai
