#include "http/server_connection.hpp"

#include <array>
#include <chrono>

#include "async/combine.hpp"
#include "core/log.hpp"
#include "core/try.hpp"
#include "http/server_responder.hpp"

namespace quorum::http {
namespace {

using namespace std::chrono_literals;

// How long a client that was sent away may take to read why.
constexpr auto kLingerWaitMax = 2s;

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// How a client begins that knows without asking that HTTP/2 is spoken (RFC 9113 §3.4).
constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr std::size_t kPrefaceLine = 16;

RequestLimits limits_of(const ServerConfig& config) {
  return {.head = {.bytes_max = config.head_bytes_max, .headers_max = config.headers_max},
          .body_bytes_max = config.body_bytes_max};
}

ServerResponder::Form form_of(const RequestReader& reader) {
  return {.is_head = reader.head().method == "HEAD",
          .is_to_1_0 = reader.head().minor_version == 0,
          .is_last = !reader.framing().is_kept_alive};
}

}  // namespace

Task<> ServerConnection::run() {
  auto next = Next::keep;
  while (next == Next::keep) {
    reader_ = RequestReader(limits_of(shared_.config));
    const auto arrival = co_await receive();
    if (arrival == Arrival::gone) co_return;
    if (protocol_ == Protocol::http2) co_return co_await run_as_http2(std::move(carry_));
    if (arrival == Arrival::refused) {
      next = co_await refuse(refusal_);
    } else {
      next = co_await answer();
    }
    if (next == Next::keep && shared_.is_draining) next = Next::close;
  }
  if (next == Next::close) co_await linger();
}

Task<> ServerConnection::run_as_http2(std::string first) {
  stream_->set_deadline(TimePoint::max());
  session_ =
      shared_.config.http2->serve(shared_, std::move(stream_), std::move(peer_), std::move(first));
  co_await session_->run();
}

void ServerConnection::close_if_idle() {
  if (session_) return session_->drain();
  if (phase_ == RequestReader::Phase::idle) stream_->set_deadline(shared_.loop.now());
}

Task<ServerConnection::Arrival> ServerConnection::receive() {
  bool has_said_continue = false;
  enter(reader_.phase());
  if (!carry_.empty()) {
    const auto carried = std::exchange(carry_, {});
    if (!take(carried)) co_return Arrival::refused;
  }
  while (reader_.phase() != RequestReader::Phase::done) {
    if (reader_.wants_continue() && !has_said_continue) {
      has_said_continue = true;
      const std::array pieces{kContinue};
      if (!co_await stream_->write(pieces)) co_return Arrival::gone;
    }
    const auto arrived = co_await receive_some();
    if (!arrived && arrived.error().code == Errc::deadline_exceeded &&
        phase_ != RequestReader::Phase::idle) {
      refusal_ = {.status = 408, .message = "The request took too long to arrive."};
      co_return Arrival::refused;
    }
    if (!arrived || *arrived == 0) co_return Arrival::gone;
    if (!take({shared_.scratch.data(), *arrived})) co_return Arrival::refused;
  }
  co_return Arrival::whole;
}

Task<Result<std::size_t>> ServerConnection::receive_some() {
  QUORUM_CO_CHECK(co_await stream_->readable());
  co_return co_await stream_->read(shared_.scratch);
}

bool ServerConnection::take(std::string_view bytes) {
  const auto taken = reader_.push(bytes);
  if (!taken && taken.error().status == 505 && is_preface(bytes)) {
    protocol_ = Protocol::http2;
    // What came before these bytes was the preface too.
    carry_ = std::string(kPreface.substr(0, kPrefaceLine - bytes.find('\n') - 1)).append(bytes);
    return false;
  }
  if (!taken) {
    refusal_ = taken.error();
    return false;
  }
  carry_ = bytes.substr(*taken);
  enter(reader_.phase());
  return true;
}

/// Whether the line whose last piece is in `bytes` is the first of HTTP/2's preface.
bool ServerConnection::is_preface(std::string_view bytes) const {
  const auto& head = reader_.head();
  return head.method == "PRI" && head.target == "*" && protocol_ == Protocol::unknown &&
         shared_.config.http2 != nullptr && bytes.find('\n') < kPrefaceLine;
}

void ServerConnection::enter(RequestReader::Phase phase) {
  if (phase == phase_) return;
  phase_ = phase;
  const auto now = shared_.loop.now();
  switch (phase) {
    case RequestReader::Phase::idle:
      return stream_->set_deadline(now + shared_.config.idle_wait_max);
    case RequestReader::Phase::head:
      return stream_->set_deadline(now + shared_.config.head_wait_max);
    case RequestReader::Phase::body:
      return stream_->set_deadline(now + shared_.config.body_wait_max);
    case RequestReader::Phase::done: return stream_->set_deadline(TimePoint::max());
  }
}

Task<ServerConnection::Next> ServerConnection::answer() {
  protocol_ = Protocol::http1;
  ServerResponder responder(shared_, *stream_, form_of(reader_));
  Request request{.head = reader_.take_head(),
                  .body = reader_.take_body(),
                  .peer = peer_.address,
                  .is_loopback = peer_.is_loopback};
  auto handled = shared_.handler.handle(std::move(request), responder);
  auto gone = stream_->peer_gone();
  const auto first = co_await async::race(std::move(handled), std::move(gone));
  if (first.index() == 1) co_return Next::abort;
  if (!responder.is_started()) {
    log::error("http: a handler returned without an answer");
    co_return co_await refuse({.status = 500, .message = "The request was not answered."});
  }
  if (!responder.is_finished()) {
    if (responder.ends_by_closing()) stream_->reset_on_close();
    co_return Next::abort;
  }
  co_return responder.is_last() ? Next::close : Next::keep;
}

Task<ServerConnection::Next> ServerConnection::refuse(Refusal refusal) {
  auto form = form_of(reader_);
  form.is_last = true;
  ServerResponder responder(shared_, *stream_, form);
  auto response = shared_.handler.refuse(reader_.head(), refusal.status, refusal.message);
  const auto sent = co_await responder.send(std::move(response));
  co_return sent ? Next::close : Next::abort;
}

Task<> ServerConnection::linger() {
  // Closing with bytes unread resets the connection, and the reset could overtake our answer.
  stream_->set_deadline(shared_.loop.now() + kLingerWaitMax);
  if (!co_await stream_->finish()) co_return;
  auto arrived = co_await receive_some();
  while (arrived && *arrived > 0) arrived = co_await receive_some();
}

}  // namespace quorum::http
