#include "http/client_exchange.hpp"

#include <algorithm>

#include "async/arrival.hpp"
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

/// Inlined, it would keep room for an error in the frame of who calls it.
[[gnu::noinline]] Result<> explained_result(Result<> result) {
  return explained(std::move(result.error()));
}

}  // namespace

// What makes errors is no coroutine: each would keep room for them while it waits.

Task<Result<>> ClientExchange::run(SettledRequest request,
                                   std::unique_ptr<async::ByteStream> stream) {
  stream_ = std::move(stream);
  const auto written_before = stream_->written_bytes();
  const std::string_view method = request.form->method();
  chunk_wait_max_ = request.waits.chunk_max;
  deadline_ = request.waits.deadline;
  sending_.begun = pool_->loop.now();
  const RequestEnd end(method, request.body.size());
  SliceWriter writer(pool_->loop, *stream_);
  const auto sent = co_await writer.write({request.form->head(), end.view(), request.body},
                                          chunk_wait_max_, deadline_);
  sending_.blocked = writer.waited();
  sending_.done = pool_->loop.read();
  if (!sent && sent.error().code == Errc::deadline_exceeded) co_return explained_result(sent);
  // An upstream that refuses a body without reading it has answered all the same.
  is_sent_ = sent.has_value();

  const HeadLimits limits{.bytes_max = pool_->config.head_bytes_max, .headers_max = kHeadersMax};
  const auto moment = pool_->loop.now() + request.waits.head_max;
  Arriving arriving{.parser = ResponseHeadParser(limits, &origin_.answers)};
  Result<bool> has_head = false;
  while (has_head && !*has_head) {
    if (!arriving.text.empty()) {
      has_head = take_head(arriving, arriving.text, method);
      continue;
    }
    wait_until(moment);
    auto size = look(co_await async::Arrival(*stream_));
    if (!size) size = co_await stream_->read(pool_->scratch);
    has_head = take_head(arriving, std::move(*size), method);
  }
  if (has_head) co_return {};
  give_up(has_head.error(), written_before);
  co_return std::move(has_head.error());
}

void ClientExchange::give_up(const Error& error, std::uint64_t written_before) {
  const auto reached = stream_->reached_bytes();
  is_undelivered_ = reached && *reached <= written_before;
  (void)break_off(error);
}

/// What came into the pool's scratch, where that can be told without waiting.
std::optional<Result<std::size_t>> ClientExchange::look(Result<> ready) {
  if (!ready) return std::move(ready.error());
  return stream_->try_read(pool_->scratch);
}

Result<bool> ClientExchange::take_head(Arriving& arriving, Result<std::size_t> size,
                                       std::string_view method) {
  if (!size) return explained(std::move(size.error()));
  if (*size == 0) return failed("closed before the answer's head was complete");
  return take_head(arriving, std::string_view(pool_->scratch.data(), *size), method);
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

Result<> ClientExchange::begin_body(ResponseHead&& head, std::string_view method) {
  const auto framing = response_framing(head, method);
  if (!framing) return failed(framing.error().message);
  head_ = std::move(head);
  is_kept_alive_ = framing->is_kept_alive && is_sent_;
  decoder_ = BodyDecoder(*framing);
  if (framing->kind == BodyKind::length) {
    ready_.reserve(static_cast<std::size_t>(std::min(framing->length, kReserveBytesMax)));
  }
  return {};
}

Task<Result<std::string>> ClientExchange::read() {
  while (ready_.empty() && stream_) {
    wait_until(pool_->loop.now() + chunk_wait_max_);
    auto size = look(co_await async::Arrival(*stream_));
    if (!size) size = co_await stream_->read(pool_->scratch);
    QUORUM_CO_CHECK(take_arrived(std::move(*size)));
  }
  co_return take_ready();
}

async::Readiness* ClientExchange::begin_wait() {
  if (!ready_.empty() || !stream_) return nullptr;
  auto* const readiness = stream_->plain_readiness();
  // Where something has come that `try_read` may not have found, only `read` can tell.
  if (readiness == nullptr || readiness->is_open(async::Way::read)) return nullptr;
  wait_until(pool_->loop.now() + chunk_wait_max_);
  return readiness;
}

std::optional<Result<std::string>> ClientExchange::end_wait(const Result<>& ready) {
  if (!ready) return break_off_with(ready.error()).pass();
  return try_read();
}

std::optional<Result<std::string>> ClientExchange::try_read() {
  if (ready_.empty() && stream_) {
    auto size = stream_->try_read(pool_->scratch);
    if (!size) return std::nullopt;
    if (auto taken = take_arrived(std::move(*size)); !taken) return std::move(taken.error());
    if (ready_.empty() && stream_) return std::nullopt;
  }
  return take_ready();
}

void ClientExchange::leave_footprint(async::Footprint& footprint) const {
  footprint.add(*this);
  if (stream_) stream_->leave_footprint(footprint);
}

Task<Result<std::string>> ClientExchange::read_all(std::size_t bytes_max) {
  while (stream_ && ready_.size() <= bytes_max) {
    wait_until(pool_->loop.now() + chunk_wait_max_);
    auto size = look(co_await async::Arrival(*stream_));
    if (!size) size = co_await stream_->read(pool_->scratch);
    QUORUM_CO_CHECK(take_arrived(std::move(*size)));
  }
  co_return take_all(bytes_max);
}

std::optional<Result<std::string>> ClientExchange::try_read_all(std::size_t bytes_max) {
  if (stream_ && ready_.size() <= bytes_max) return std::nullopt;
  return take_all(bytes_max);
}

Result<std::string> ClientExchange::take_all(std::size_t bytes_max) {
  if (ready_.size() > bytes_max) return too_large();
  if (!fault_) ready_.clear();
  return take_ready();
}

Result<std::string> ClientExchange::take_ready() {
  // What came before the fault is still the body.
  if (ready_.empty() && !fault_) return fault_.error();
  return std::exchange(ready_, {});
}

Result<std::string> ClientExchange::too_large() {
  return break_off({.code = Errc::too_large, .message = "The upstream's answer is too large."})
      .pass();
}

/// What was read into the pool's scratch: a piece of the body, its end, or a fault.
Result<> ClientExchange::take_arrived(Result<std::size_t> size) {
  if (!size) return break_off_with(size.error());
  if (*size > 0) {
    take_body({pool_->scratch.data(), *size});
  } else if (decoder_.may_close()) {
    stream_.reset();
  } else {
    return break_off_saying("closed before the body's end");
  }
  return {};
}

/// What comes next must come before `moment`.
void ClientExchange::wait_until(TimePoint moment) {
  stream_->set_deadline(std::min(moment, deadline_));
}

void ClientExchange::take_body(std::string_view bytes) {
  const auto taken = decoder_.push(bytes, ready_);
  if (!taken) {
    (void)break_off_saying(taken.error().message);
    return;
  }
  if (!decoder_.is_done()) return;
  // Bytes beyond the body would be read as the next answer.
  if (is_kept_alive_ && *taken == bytes.size()) pool_->keep(origin_, std::move(stream_));
  stream_.reset();
}

Result<> ClientExchange::break_off_with(const Error& lost) { return break_off(explained(lost)); }

Result<> ClientExchange::break_off_saying(std::string_view detail) {
  return break_off(failed(detail));
}

Result<> ClientExchange::break_off(Error error) {
  stream_.reset();
  fault_ = std::move(error);
  return fault_;
}

}  // namespace quorum::http
