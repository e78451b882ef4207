#pragma once
/// A chat in whatever dialect the client speaks: read, asked, answered whole or piece by piece.

#include <memory>
#include <string>

#include "api/route.hpp"
#include "async/loop.hpp"
#include "core/id.hpp"
#include "dialects/face.hpp"
#include "llm/backend.hpp"

namespace quorum::api {

/// Takes the header `x-quorum-strict: true` (what the model cannot take is refused rather than left
/// out) and `x-quorum-include: notes` (what was left out is also told in the answer's `quorum`).
/// Answers with `x-quorum-provider`, `x-quorum-dropped` and `x-quorum-emulated`.
class ChatEndpoint : public Endpoint {
 public:
  /// What is passed outlives the endpoint.
  ChatEndpoint(async::Loop& loop, llm::ChatBackend& backend, const dialects::Face& face)
      : loop_(loop), backend_(backend), face_(face), ids_(loop) {}

  Task<Result<>> answer(Exchange exchange) override;

 protected:
  /// What the request says about itself. Where that stands in the path, a face of its own reads it
  /// there.
  virtual Result<dialects::Head> head_of(const Exchange& exchange) const;

 private:
  struct Answering;
  Task<Result<>> stream(Answering answering);
  Task<Result<>> whole(Answering answering);

  async::Loop& loop_;
  llm::ChatBackend& backend_;
  const dialects::Face& face_;
  IdMaker ids_;
};

}  // namespace quorum::api
