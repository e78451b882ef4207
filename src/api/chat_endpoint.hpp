#pragma once
/// A chat in whatever dialect the client speaks: read, asked, answered whole or piece by piece.

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/route.hpp"
#include "async/loop.hpp"
#include "core/id.hpp"
#include "dialects/face.hpp"
#include "llm/backend.hpp"

namespace quorum::api {

/// Events of a streamed answer in another form than the dialect's usual one.
class EventForm {
 public:
  virtual ~EventForm() = default;
  virtual std::string_view type() const = 0;

  /// What may stand anywhere between two events and means nothing; empty for nothing.
  virtual std::string_view ping() const = 0;

  /// `events` are whole ones.
  virtual std::string take(std::string events) = 0;

  /// The proper end.
  virtual std::string end() = 0;
};

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
  /// Answers `exchange`, whose body may be another than what the client sent: `spelled` is that,
  /// for dialects that repeat it in the answer.
  Task<Result<>> carry(Exchange exchange, std::string spelled);

  /// Brings into the body what the dialect wants there and the client has put into the path.
  virtual Result<> prepare(Exchange& exchange) const;

  /// What the request says about itself: what stands in the path is put in here.
  virtual Result<dialects::Head> head_of(const Exchange& exchange) const;

  /// Whether what the client sent can be made sense of.
  virtual Result<> check(const Exchange& exchange) const;

  /// The client's headers that belong to its request's meaning, lower-case (see `llm::Wire`).
  virtual std::span<const std::string_view> meaning_headers() const { return {}; }

  /// How a streamed answer's events leave; null: as they are.
  virtual std::unique_ptr<EventForm> form_of(const Exchange& exchange) const;

  const dialects::Face& face() const { return face_; }

 private:
  struct Answering;

  using Opening = Task<Result<std::unique_ptr<llm::ChatStream>>>;
  Task<Result<>> stream(Answering answering, Opening opening);
  Task<Result<>> whole(Answering answering, Opening opening);
  llm::Shared<llm::Call> call_of(Exchange& exchange, const dialects::Head& asked) const;

  async::Loop& loop_;
  llm::ChatBackend& backend_;
  const dialects::Face& face_;
  IdMaker ids_;
};

/// Of `names`, lower-case, those that were sent; one sent twice is one list.
std::vector<std::pair<std::string, std::string>> picked_headers(
    const http::Headers& headers, std::span<const std::string_view> names);

/// The two request headers, for the documentation.
std::vector<Parameter> note_parameters();

}  // namespace quorum::api
