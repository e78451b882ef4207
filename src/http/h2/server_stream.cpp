#include "http/h2/server_stream.hpp"

#include <utility>

#include "async/combine.hpp"
#include "core/try.hpp"

namespace quorum::h2 {
namespace {

// A client may read slowly, but not less than this in the time that one write may take.
constexpr std::size_t kSliceBytesMax = 256 << 10;

Error misused(std::string_view detail) {
  return {.code = Errc::internal,
          .message = "The answer could not be written.",
          .detail = std::string(detail)};
}

Error client_left() {
  return {.code = Errc::unavailable,
          .message = "The other side closed the connection.",
          .reason = "connection_lost"};
}

/// Takes back what is not yet on its way when whoever wrote it is no more: and with it the end,
/// which must not follow on a part.
class Lease {
 public:
  explicit Lease(Outgoing& outgoing) : outgoing_(outgoing) {}
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease() {
    outgoing_.bytes = {};
    outgoing_.is_last = outgoing_.is_done;
  }

 private:
  Outgoing& outgoing_;
};

}  // namespace

ServerStream::ServerStream(http::ServerShared& shared, Wire& wire, StreamId id)
    : fields({.bytes_max = shared.config.head_bytes_max, .headers_max = shared.config.headers_max}),
      shared_(shared),
      wire_(wire),
      id_(id),
      progress_(shared.loop),
      gone_(shared.loop) {}

void ServerStream::note_closed() {
  is_closed_ = true;
  progress_.set();
  if (!outgoing_.is_done) gone_.set();
}

Task<Result<>> ServerStream::send(http::Response response) {
  if (is_started()) co_return misused("an answer was sent where one had begun");
  const bool has_length =
      response.head.status >= 200 && response.head.status != 204 && response.head.status != 304;
  const auto length =
      has_length ? std::optional<std::uint64_t>(response.body.size()) : std::nullopt;
  const bool has_bytes = may_send_body(response.head.status) && !response.body.empty();
  QUORUM_CO_CHECK(begin(response.head, length, has_bytes ? Body::some : Body::none));
  const std::string_view bytes = has_bytes ? std::string_view(response.body) : "";
  co_return co_await pass(bytes, State::finished);
}

Task<Result<>> ServerStream::start(http::ResponseHead head) {
  return start_with(std::move(head), {});
}

Task<Result<>> ServerStream::start_with(http::ResponseHead head, std::string_view first) {
  if (is_started()) co_return misused("an answer was started where one had begun");
  const auto body = may_send_body(head.status) ? Body::some : Body::none;
  QUORUM_CO_CHECK(begin(head, std::nullopt, body));
  co_return co_await pass(has_body_ ? first : std::string_view(), State::writing);
}

Task<Result<>> ServerStream::write(std::string_view bytes) {
  if (state_ != State::writing) co_return misused("a body was written that was not open");
  if (!has_body_) co_return {};
  co_return co_await pass(bytes, State::writing);
}

Task<Result<>> ServerStream::finish() {
  if (state_ != State::writing) co_return misused("a body was finished that was not open");
  co_return co_await pass({}, State::finished);
}

bool ServerStream::may_send_body(int status) const {
  return asked.method != "HEAD" && status >= 200 && status != 204 && status != 304;
}

Result<> ServerStream::begin(const http::ResponseHead& answer, std::optional<std::uint64_t> length,
                             Body body) {
  state_ = State::writing;
  if (is_closed_) return client_left();
  has_body_ = body == Body::some;
  outgoing_.is_done = !has_body_;  // The head ends the stream by itself.
  outgoing_.is_last = !has_body_;
  const auto answer_head = answer_fields(answer, shared_.date(), length);
  return wire_.codec().respond(id_, answer_head, has_body_ ? &outgoing_ : nullptr);
}

/// Sends `bytes`, and with `finished` the end, and waits until they are on their way.
Task<Result<>> ServerStream::pass(std::string_view bytes, State next) {
  const Lease lease(outgoing_);
  outgoing_.bytes = bytes;
  outgoing_.is_last = outgoing_.is_done || next == State::finished;
  wire_.codec().resume(id_);
  wire_.flush();
  const auto wait_max = shared_.config.write_wait_max;
  auto deadline = shared_.loop.now() + wait_max;
  auto left = bytes.size();
  while (!outgoing_.is_taken() && !is_closed_) {
    progress_.reset();
    auto progressed = progress();
    auto waited = co_await async::with_deadline(shared_.loop, deadline, std::move(progressed));
    if (!waited) {
      wire_.codec().reset(id_, Code::cancel);
      wire_.flush();
      co_return std::move(waited.error());
    }
    if (left - outgoing_.bytes.size() < kSliceBytesMax) continue;
    left = outgoing_.bytes.size();
    deadline = shared_.loop.now() + wait_max;
  }
  if (!outgoing_.is_taken()) co_return client_left();
  state_ = next;
  co_return {};
}

Task<Result<>> ServerStream::progress() {
  co_await progress_.wait();
  co_return {};
}

}  // namespace quorum::h2
