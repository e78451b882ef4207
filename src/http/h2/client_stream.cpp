#include "http/h2/client_stream.hpp"

#include <algorithm>

#include "async/combine.hpp"
#include "core/try.hpp"

namespace quorum::h2 {
namespace {

constexpr std::size_t kHeadersMax = 256;
constexpr std::size_t kSliceBytesMax = 256 << 10;

Error failed(std::string_view detail) {
  return {.code = Errc::upstream_failed,
          .message = "The upstream did not answer as HTTP asks, or broke off.",
          .detail = std::string(detail)};
}

Error cut() {
  return {.code = Errc::upstream_failed,
          .message = "The upstream closed the connection before its answer was complete.",
          .detail = "the HTTP/2 stream ended early"};
}

http::HeadLimits limits_of(const http::ClientConfig& config) {
  return {.bytes_max = config.head_bytes_max, .headers_max = kHeadersMax};
}

}  // namespace

ClientStream::ClientStream(std::shared_ptr<ClientConnection> connection)
    : connection_(std::move(connection)),
      fields_(limits_of(connection_->config())),
      progress_(connection_->loop()) {}

ClientStream::~ClientStream() {
  if (!is_closed_) connection_->leave(id_);
}

Task<Result<>> ClientStream::run(http::ClientRequest* request) {
  waits_ = request->waits;
  const auto authority = request->url.authority();
  const auto fields = request_fields({.method = request->method,
                                      .scheme = request->url.scheme,
                                      .authority = authority,
                                      .target = request->url.target,
                                      .body_bytes = request->body.size()},
                                     request->headers);
  const auto id = connection_->open(*this, fields, {.bytes = request->body, .is_last = true});
  if (!id) {
    is_unprocessed_ = true;
    co_return failed(id.error().detail);
  }
  id_ = *id;
  is_closed_ = false;
  connection_->wire().flush();
  auto answered = co_await await_head(request);
  if (!answered) co_return broken(std::move(answered.error()));
  if (!is_closed_ && !connection_->outgoing(id_).bytes.empty()) {
    // The answer has begun before the question ended: what is left of that must stay somewhere.
    auto& outgoing = connection_->outgoing(id_);
    sent_ = outgoing.bytes;
    outgoing.bytes = sent_;
  }
  co_return {};
}

Task<Result<>> ClientStream::await_head(http::ClientRequest* request) {
  auto left = request->body.size();
  auto moment = connection_->loop().now() + (left > 0 ? waits_.chunk_max : waits_.head_max);
  while (!has_head_) {
    if (error_) co_return *error_;
    if (is_closed_) co_return cut();
    const auto now_left = connection_->outgoing(id_).bytes.size();
    if (left > 0 && (now_left == 0 || left - now_left >= kSliceBytesMax)) {
      moment = connection_->loop().now() + (now_left > 0 ? waits_.chunk_max : waits_.head_max);
      left = now_left;
    }
    QUORUM_CO_CHECK(co_await wait(moment));
  }
  co_return {};
}

Task<Result<>> ClientStream::wait(TimePoint moment) {
  progress_.reset();
  auto progressed = progress();
  auto waited = co_await async::with_deadline(
      connection_->loop(), std::min(moment, waits_.deadline), std::move(progressed));
  if (!waited) waited.error().message = "The upstream took too long.";
  co_return waited;
}

Task<Result<>> ClientStream::progress() {
  co_await progress_.wait();
  co_return {};
}

Task<Result<std::string>> ClientStream::read() {
  while (ready_.empty() && !is_ended_ && !error_) {
    if (is_closed_) co_return broken(cut());
    auto waited = co_await wait(connection_->loop().now() + waits_.chunk_max);
    if (!waited) co_return broken(std::move(waited.error()));
  }
  // What came before the fault is still the body.
  if (ready_.empty() && error_) co_return *error_;
  auto bytes = std::exchange(ready_, {});
  if (!is_closed_ && !bytes.empty()) {
    connection_->wire().codec().consume_stream(id_, bytes.size());
    connection_->wire().flush();
  }
  co_return bytes;
}

Task<Result<std::string>> ClientStream::read_all(std::size_t bytes_max) {
  std::string all;
  while (true) {
    QUORUM_CO_TRY(const auto piece, co_await read());
    if (piece.empty()) co_return all;
    if (piece.size() > bytes_max - all.size()) {
      co_return broken({.code = Errc::too_large, .message = "The upstream's answer is too large."});
    }
    all += piece;
  }
}

bool ClientStream::add_field(std::string_view name, std::string_view value) {
  return fields_.add(name, value);
}

void ClientStream::end_head() {
  heads_ += 1;
  if (std::exchange(has_head_, true)) return;  // Trailers, which nobody asks for.
  const auto read = fields_.take_response(head_);
  if (!read) error_ = failed(read.error().message);
  // An answer before the answer says nothing that we need.
  if (head_.status < 200) {
    has_head_ = false;
    head_ = {};
    fields_ = FieldReader(limits_of(connection_->config()));
  }
  progress_.set();
}

void ClientStream::add_body(std::string_view bytes) {
  ready_ += bytes;
  progress_.set();
}

void ClientStream::end_body() {
  is_ended_ = true;
  progress_.set();
}

void ClientStream::note_closed(Code code) {
  is_closed_ = true;
  is_unprocessed_ = code == Code::refused_stream && heads_ == 0;
  progress_.set();
}

Error ClientStream::broken(Error error) {
  if (!std::exchange(is_closed_, true)) connection_->leave(id_);
  error_ = error;
  return error;
}

}  // namespace quorum::h2
