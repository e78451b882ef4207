#pragma once
/// One request on an HTTP/2 connection, and its answer as the handler writes it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "async/event.hpp"
#include "async/task.hpp"
#include "core/clock.hpp"
#include "http/h2/codec.hpp"
#include "http/h2/fields.hpp"
#include "http/h2/wire.hpp"
#include "http/message.hpp"
#include "http/server.hpp"
#include "http/server_shared.hpp"

namespace quorum::h2 {

class ServerStream final : public http::Responder {
 public:
  /// `shared` and `wire` outlive it.
  ServerStream(http::ServerShared& shared, Wire& wire, StreamId id);

  StreamId id() const { return id_; }

  // The request, as it arrives.
  FieldReader fields;
  http::RequestHead asked{};
  std::string arrived{};  ///< Of the body.
  TimePoint body_deadline = TimePoint::max();
  std::size_t unconsumed_bytes = 0;  ///< Of the body, not yet granted to the client again.
  bool has_head = false;
  bool is_whole = false;
  bool is_refused = false;  ///< What still comes of it is of no use.

  /// Something of the answer was taken, or the stream has ended.
  void note_taken() { progress_.set(); }
  void note_closed();

  /// Until the client has left before the answer's end.
  Task<> gone() { return gone_.wait(); }

  Task<Result<>> send(http::Response response) override;
  Task<Result<>> start(http::ResponseHead head) override;
  Task<Result<>> start_with(http::ResponseHead head, std::string_view first) override;
  Task<Result<>> write(std::string_view bytes) override;
  Task<Result<>> finish() override;

  bool is_started() const override { return state_ != State::unstarted; }
  bool is_finished() const { return state_ == State::finished; }
  bool is_closed() const { return is_closed_; }

 private:
  enum class State : std::uint8_t { unstarted, writing, finished };
  enum class Body : std::uint8_t { none, some };

  Result<> begin(const http::ResponseHead& head, std::optional<std::uint64_t> length, Body body);
  bool may_send_body(int status) const;
  Task<Result<>> pass(std::string_view bytes, State next);
  Task<Result<>> progress();

  http::ServerShared& shared_;
  Wire& wire_;
  StreamId id_;
  Outgoing outgoing_{};
  async::Event progress_;
  async::Event gone_;
  State state_ = State::unstarted;
  bool has_body_ = false;
  bool is_closed_ = false;
};

}  // namespace quorum::h2
