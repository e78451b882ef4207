#pragma once
/// Answers that were kept: shown, listed with what they were given, deleted.

#include "api/route.hpp"
#include "async/loop.hpp"
#include "store/responses.hpp"

namespace quorum::api::openai {

/// What these endpoints share. What is passed outlives them.
class StoredResponseEndpoint : public Endpoint {
 public:
  StoredResponseEndpoint(async::Loop& loop, store::Responses& kept) : loop_(loop), kept_(kept) {}

 protected:
  async::Loop& loop() const { return loop_; }
  store::Responses& kept() const { return kept_; }

  /// The answer of that id, and those before it, at most `limit`. `not_found` where the client key
  /// `owner` did not ask for it.
  Task<Result<std::vector<store::ResponseRow>>> rows(std::string id, std::string owner,
                                                     std::size_t limit) const;

 private:
  async::Loop& loop_;
  store::Responses& kept_;
};

/// GET /v1/responses/{id}
class ShowResponseEndpoint final : public StoredResponseEndpoint {
 public:
  using StoredResponseEndpoint::StoredResponseEndpoint;
  Task<Result<>> answer(Exchange exchange) override;
};

/// DELETE /v1/responses/{id}
class DeleteResponseEndpoint final : public StoredResponseEndpoint {
 public:
  using StoredResponseEndpoint::StoredResponseEndpoint;
  Task<Result<>> answer(Exchange exchange) override;
};

/// POST /v1/responses/{id}/cancel: what is kept has ended, so this always says no.
class CancelResponseEndpoint final : public StoredResponseEndpoint {
 public:
  using StoredResponseEndpoint::StoredResponseEndpoint;
  Task<Result<>> answer(Exchange exchange) override;
};

/// GET /v1/responses/{id}/input_items: all that the answer's model was given, earlier answers among
/// it. Takes `limit` (20, at most 100), `order` (`desc`) and `after`.
class ListInputItemsEndpoint final : public StoredResponseEndpoint {
 public:
  using StoredResponseEndpoint::StoredResponseEndpoint;
  Task<Result<>> answer(Exchange exchange) override;
};

}  // namespace quorum::api::openai
