#include "http/client_exchange.hpp"

#include <algorithm>

#include "core/try.hpp"
#include "http/head_parser.hpp"
#include "http/slice_writer.hpp"

namespace quorum::http {
namespace {

constexpr std::size_t kHeadersMax = 256;

// A length is only a promise: room for more is made as the bytes come.
constexpr std::uint64_t kReserveBytesMax = 256 << 10;

Error failed(std::string_view detail) {
  return {.code = Errc::upstream_failed,
          .message = "The upstream did not answer as HTTP asks, or broke off.",
          .detail = std::string(detail)};
}

/// What a stream says of itself, in terms of the exchange.
Error explained(Error error) {
  if (error.code == Errc::deadline_exceeded) {
    error.message = "The upstream took too long.";
  } else {
    error.code = Errc::upstream_failed;
    error.message = "The upstream closed the connection before its answer was complete.";
  }
  return error;
}

Result<> explained_result(Result<> result) { return explained(std::move(result.error())); }

}  // namespace

Task<Result<>> ClientExchange::run(SettledRequest request,
                                   std::unique_ptr<async::ByteStream> stream) {
  stream_ = std::move(stream);
  const auto written_before = stream_->written_bytes();
  waits_ = request.waits;
  sending_.begun = pool_->loop.now();
  const RequestEnd end(request.form->method(), request.body.size());
  SliceWriter writer(pool_->loop, *stream_);
  const auto sent = co_await writer.write({request.form->head(), end.view(), request.body},
                                          waits_.chunk_max, waits_.deadline);
  sending_.blocked = writer.waited();
  sending_.done = pool_->loop.read();
  if (!sent && sent.error().code == Errc::deadline_exceeded) co_return explained_result(sent);
  // An upstream that refuses a body without reading it has answered all the same.
  is_sent_ = sent.has_value();
  auto answered = co_await read_head(request.form->method());
  if (!answered) give_up(answered.error(), written_before);
  co_return answered;
}

void ClientExchange::give_up(const Error& error, std::uint64_t written_before) {
  const auto reached = stream_->reached_bytes();
  is_undelivered_ = reached && *reached <= written_before;
  (void)broken(error);
}

Task<Result<>> ClientExchange::read_head(std::string_view method) {
  const HeadLimits limits{.bytes_max = pool_->config.head_bytes_max, .headers_max = kHeadersMax};
  const auto moment = pool_->loop.now() + waits_.head_max;
  Arriving arriving{.parser = ResponseHeadParser(limits)};
  while (true) {
    std::string_view bytes = arriving.text;
    if (bytes.empty()) {
      auto arrived = co_await arrival(moment);
      if (!arrived) co_return explained_result(std::move(arrived));
      auto size = stream_->try_read(pool_->scratch);
      if (!size) size = co_await stream_->read(pool_->scratch);
      QUORUM_CO_TRY(bytes, head_bytes(std::move(*size)));
    }
    QUORUM_CO_TRY(const bool is_done, take_head(arriving, bytes, method));
    if (is_done) co_return {};
  }
}

Result<std::string_view> ClientExchange::head_bytes(Result<std::size_t> size) const {
  if (!size) return explained(std::move(size.error()));
  if (*size == 0) return failed("closed before the answer's head was complete");
  return std::string_view(pool_->scratch.data(), *size);
}

/// Whether the head is whole; then what came behind it is the body's.
Result<bool> ClientExchange::take_head(Arriving& arriving, std::string_view bytes,
                                       std::string_view method) {
  has_answer_ = true;
  auto& parser = arriving.parser;
  const auto taken = parser.push(bytes);
  if (!taken) return failed(taken.error().message);
  bytes.remove_prefix(*taken);
  if (parser.is_done() && parser.head().status >= 200) {
    QUORUM_CHECK(begin_body(std::move(parser.head()), method));
    take_body(bytes);
    return true;
  }
  if (parser.is_done()) {
    if (parser.head().status == 101) return failed("switched protocols unasked");
    parser.restart();
  }
  arriving.text = std::string(bytes);
  return false;
}

Result<> ClientExchange::begin_body(ResponseHead head, std::string_view method) {
  const auto framing = response_framing(head, method);
  if (!framing) return failed(framing.error().message);
  head_ = std::move(head);
  framing_ = *framing;
  framing_.is_kept_alive &= is_sent_;
  decoder_ = BodyDecoder(framing_);
  if (framing_.kind == BodyKind::length) {
    ready_.reserve(static_cast<std::size_t>(std::min(framing_.length, kReserveBytesMax)));
  }
  return {};
}

// What makes errors is no coroutine: each would keep room for them while it waits.

Task<Result<std::string>> ClientExchange::read() {
  while (ready_.empty() && stream_) {
    auto arrived = co_await arrival(pool_->loop.now() + waits_.chunk_max);
    if (!arrived) co_return cut(std::move(arrived));
    auto size = stream_->try_read(pool_->scratch);
    if (!size) size = co_await stream_->read(pool_->scratch);
    QUORUM_CO_CHECK(take_arrived(std::move(*size)));
  }
  co_return take_ready();
}

Task<Result<std::string>> ClientExchange::read_all(std::size_t bytes_max) {
  while (stream_ && ready_.size() <= bytes_max) {
    auto arrived = co_await arrival(pool_->loop.now() + waits_.chunk_max);
    if (!arrived) co_return cut(std::move(arrived));
    auto size = stream_->try_read(pool_->scratch);
    if (!size) size = co_await stream_->read(pool_->scratch);
    QUORUM_CO_CHECK(take_arrived(std::move(*size)));
  }
  if (ready_.size() > bytes_max) co_return too_large();
  if (!fault_) ready_.clear();
  co_return take_ready();
}

Result<std::string> ClientExchange::take_ready() {
  // What came before the fault is still the body.
  if (ready_.empty() && !fault_) return fault_.error();
  return std::exchange(ready_, {});
}

Result<std::string> ClientExchange::cut(Result<> why) {
  return broken(explained(std::move(why.error())));
}

Result<std::string> ClientExchange::too_large() {
  return broken({.code = Errc::too_large, .message = "The upstream's answer is too large."});
}

/// What was read into the pool's scratch: a piece of the body, its end, or a fault.
Result<> ClientExchange::take_arrived(Result<std::size_t> size) {
  if (!size) return broken(explained(std::move(size.error())));
  if (*size > 0) {
    take_body({pool_->scratch.data(), *size});
  } else if (decoder_.may_close()) {
    stream_.reset();
  } else {
    return broken(failed("closed before the body's end"));
  }
  return {};
}

/// Until something has arrived.
Task<Result<>> ClientExchange::arrival(TimePoint moment) {
  stream_->set_deadline(std::min(moment, waits_.deadline));
  return stream_->readable();
}

void ClientExchange::take_body(std::string_view bytes) {
  const auto taken = decoder_.push(bytes, ready_);
  if (!taken) {
    (void)broken(failed(taken.error().message));
    return;
  }
  if (!decoder_.is_done()) return;
  // Bytes beyond the body would be read as the next answer.
  if (framing_.is_kept_alive && *taken == bytes.size()) pool_->keep(origin_, std::move(stream_));
  stream_.reset();
}

Error ClientExchange::broken(Error error) {
  stream_.reset();
  fault_ = error;
  return error;
}

}  // namespace quorum::http
