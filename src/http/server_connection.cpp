#include "http/server_connection.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "async/arrival.hpp"
#include "async/combine.hpp"
#include "core/log.hpp"
#include "core/try.hpp"
#include "http/coding/negotiation.hpp"
#include "http/request_origin.hpp"
#include "http/server_responder.hpp"

namespace quorum::http {
namespace {

using namespace std::chrono_literals;

// How long a client that was sent away may take to read why: from one piece of what it still sends
// to the next, and altogether.
constexpr auto kLingerWaitMax = 2s;
constexpr auto kLingerMax = 30s;

// Not worth asking whether it is wanted: it is here by the time the answer is.
constexpr std::uint64_t kBodyBytesUnasked = 64 << 10;

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// How a client begins that knows without asking that HTTP/2 is spoken (RFC 9113 §3.4).
constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr std::size_t kPrefaceLine = 16;

RequestLimits limits_of(const ServerConfig& config) {
  return {.head = {.bytes_max = config.head_bytes_max, .headers_max = config.headers_max},
          .body_bytes_max = config.body_bytes_max};
}

struct Codings {
  bool wants_gzip = false;
  Coding body = Coding::identity;
};

Codings codings_of(const Headers& headers) {
  Codings codings;
  if (!headers.may_have_any(KnownSet::of("accept-encoding", "content-encoding"))) return codings;
  for (std::size_t index = 0; index < headers.size(); ++index) {
    const auto field = headers[index];
    if (field.known == known("accept-encoding")) {
      codings.wants_gzip |= wants_gzip(field.value);
    } else if (field.known == known("content-encoding")) {
      // Two fields are two codings.
      codings.body = codings.body == Coding::identity ? coding_of(field.value) : Coding::unknown;
    }
  }
  return codings;
}

/// Reads what the client still sends: closing with bytes unread resets the connection, and the
/// reset could overtake our answer.
Task<> linger(ServerShared& shared, async::ByteStream& stream) {
  const auto end = shared.loop.now() + (shared.is_draining ? kLingerWaitMax : kLingerMax);
  Result<std::size_t> arrived = 1;
  while (arrived && *arrived > 0) {
    stream.set_deadline(std::min(end, shared.loop.now() + kLingerWaitMax));
    if (!co_await stream.readable()) co_return;
    arrived = co_await stream.read(shared.scratch);
  }
}

}  // namespace

ServerConnection::ServerConnection(ServerShared& shared,
                                   std::unique_ptr<async::ByteStream>&& stream, Peer&& peer)
    : shared_(shared), stream_(std::move(stream)), peer_(std::move(peer)) {}

Task<> ServerConnection::run() {
  const bool is_http2 = shared_.config.http2 != nullptr && stream_->agreed_protocol() == "h2";
  return is_http2 ? speak_http2({}) : speak_http1();
}

Task<> ServerConnection::speak_http1() {
  auto next = Next::keep;
  while (next == Next::keep) {
    const auto arrival = co_await receive();
    if (arrival == Arrival::gone) co_return;
    if (protocol_ == Protocol::http2) co_return co_await speak_http2(std::move(carry_));
    if (arrival == Arrival::refused) {
      next = co_await refuse();
    } else {
      next = co_await answer();
    }
    if (next == Next::keep && shared_.is_draining) next = Next::close;
  }
  if (next != Next::close) co_return;
  stream_->set_deadline(shared_.loop.now() + kLingerWaitMax);
  if (co_await stream_->finish()) co_await linger(shared_, *stream_);
}

Task<> ServerConnection::speak_http2(std::string first) {
  stream_->set_deadline(TimePoint::max());
  reader_.reset();
  session_ =
      shared_.config.http2->serve(shared_, std::move(stream_), std::move(peer_), std::move(first));
  co_await session_->run();
}

void ServerConnection::close_if_idle() {
  if (session_) return session_->drain();
  if (upgraded_ != nullptr) return upgraded_->drain();
  if (phase_ == RequestReader::Phase::idle) stream_->set_deadline(shared_.loop.now());
}

Task<ServerConnection::Arrival> ServerConnection::receive() {
  bool has_asked = false;
  enter(reading());
  if (!carry_.empty()) {
    const auto carried = std::exchange(carry_, {});
    if (!take(carried)) co_return Arrival::refused;
  }
  while (reading() != RequestReader::Phase::done) {
    if (phase_ == RequestReader::Phase::body && !std::exchange(has_asked, true)) {
      if (!co_await ask_for_body()) co_return refusal_ ? Arrival::refused : Arrival::gone;
    }
    Result<std::size_t> arrived = 0;
    bool is_taken = false;
    if (auto ready = co_await async::Arrival(*stream_); !ready) {
      arrived = std::move(ready.error());
    } else if (auto more = read_body()) {
      arrived = std::move(*more);
      is_taken = true;
    } else if (auto some = stream_->try_read(shared_.scratch)) {
      arrived = std::move(*some);
    } else {
      arrived = co_await stream_->read(shared_.scratch);
    }
    if (!arrived && arrived.error().code == Errc::deadline_exceeded &&
        phase_ != RequestReader::Phase::idle) {
      refuse_later({.status = 408, .message = "The request took too long to arrive."});
      co_return Arrival::refused;
    }
    if (!arrived || *arrived == 0) co_return Arrival::gone;
    if (!is_taken && !take({shared_.scratch.data(), *arrived})) co_return Arrival::refused;
  }
  co_return Arrival::whole;
}

/// More of a body of announced length, straight to its place; nothing where something else is due,
/// or nothing has come.
std::optional<Result<std::size_t>> ServerConnection::read_body() {
  std::optional<Result<std::size_t>> some;
  if (!reader_ || !reader_->has_room()) return some;
  reader_->fill([&](std::span<char> place) {
    some = stream_->try_read(place);
    return some ? some->value_or(0) : 0;
  });
  enter(reader_->phase());
  return some;
}

/// Whether to wait for the body: no, where the head alone decides the answer.
Task<bool> ServerConnection::ask_for_body() {
  const bool is_awaited = reader_->wants_continue();
  const auto& framing = reader_->framing();
  const bool is_large = framing.kind == BodyKind::chunked || framing.length > kBodyBytesUnasked;
  // Who decides by the head is to see it as it is once the body is expanded.
  const auto coding = codings_of(reader_->head().headers).body;
  const bool is_plain = coding == Coding::identity || coding == Coding::unknown;
  if (is_plain && (is_awaited || is_large)) {
    if (auto declined = shared_.handler.decline(reader_->head())) {
      refusal_ = std::make_unique<Response>(std::move(*declined));
      co_return false;
    }
  }
  if (!is_awaited) co_return true;
  const std::array pieces{kContinue};
  co_return (co_await stream_->write(pieces)).has_value();
}

bool ServerConnection::take(std::string_view bytes) {
  if (!reader_) {
    reader_ = std::make_unique<RequestReader>(limits_of(shared_.config), &shared_.requests);
  }
  const auto taken = reader_->push(bytes);
  if (!taken && taken.error().status == 505 && is_preface(bytes)) {
    protocol_ = Protocol::http2;
    // What came before these bytes was the preface too.
    carry_ = std::string(kPreface.substr(0, kPrefaceLine - bytes.find('\n') - 1)).append(bytes);
    return false;
  }
  if (!taken) {
    refuse_later(taken.error());
    return false;
  }
  carry_ = std::string(bytes.substr(*taken));
  enter(reading());
  return true;
}

/// Whether the line whose last piece is in `bytes` is the first of HTTP/2's preface.
bool ServerConnection::is_preface(std::string_view bytes) const {
  const auto& head = reader_->head();
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

void ServerConnection::refuse_later(Refusal refusal) {
  static const RequestHead kNone;
  const auto& head = reader_ ? reader_->head() : kNone;
  refusal_ =
      std::make_unique<Response>(shared_.handler.refuse(head, refusal.status, refusal.message));
}

/// Of the answer to the request that has arrived, or to as much of it as has been understood.
ServerResponder::Form ServerConnection::form() const {
  if (!reader_) return {};
  const auto& head = reader_->head();
  return {.is_head = head.method == "HEAD",
          .is_to_1_0 = head.minor_version == 0,
          .is_last = !reader_->framing().is_kept_alive,
          .may_be_kept = head.method == "GET" || head.method == "HEAD"};
}

Task<ServerConnection::Next> ServerConnection::answer() {
  protocol_ = Protocol::http1;
  auto form = this->form();
  const auto codings = codings_of(reader_->head().headers);
  form.wants_gzip = codings.wants_gzip;
  if (codings.body != Coding::identity && !co_await expand(codings.body)) {
    co_return co_await refuse();
  }
  ServerResponder responder(shared_, *stream_, form);
  responder_ = &responder;
  auto handled = begin_handling(responder);
  const auto returned = co_await async::unless(stream_->ending(), std::move(handled));
  responder_ = nullptr;
  responder.set_last_words(nullptr);
  if (!returned) co_return Next::abort;
  if (auto protocol = responder.take_upgraded()) co_return co_await speak(std::move(protocol));
  if (!responder.is_started()) {
    log::error("http: a handler returned without an answer");
    refuse_later({.status = 500, .message = "The request was not answered."});
    co_return co_await refuse();
  }
  if (!responder.is_finished()) {
    if (responder.ends_by_closing()) stream_->reset_on_close();
    co_return Next::abort;
  }
  co_return responder.is_last() ? Next::close : Next::keep;
}

/// No coroutine: the request would be part of its frame.
Task<> ServerConnection::begin_handling(ServerResponder& responder) {
  return shared_.handler.handle(take_request(), responder);
}

/// Nothing is kept of how it was read: an answer may take long.
Request ServerConnection::take_request() {
  Request request{.head = reader_->take_head(), .body = reader_->take_body()};
  reader_.reset();
  name_client(request, peer_, shared_.config.trusted_proxies);
  return request;
}

/// HTTP is over on this connection.
Task<ServerConnection::Next> ServerConnection::speak(std::unique_ptr<Upgraded> protocol) {
  upgraded_ = protocol.get();
  if (shared_.is_draining) protocol->drain();
  auto early = std::exchange(carry_, {});
  const auto ending = co_await protocol->run(stream_.get(), std::move(early));
  upgraded_ = nullptr;
  co_return ending == Upgraded::Ending::close ? Next::close : Next::abort;
}

Task<ServerConnection::Next> ServerConnection::refuse() {
  auto form = this->form();
  form.is_last = true;
  ServerResponder responder(shared_, *stream_, form);
  const auto sent = co_await responder.send(std::move(*refusal_));
  co_return sent ? Next::close : Next::abort;
}

/// A body in a coding that we know is as if it had come without. Any other is the handler's affair.
Task<bool> ServerConnection::expand(Coding coding) {
  if (coding == Coding::unknown || reader_->body().empty()) co_return true;
  Decompressor decompressor(coding, reader_->body(), shared_.config.body_bytes_max);
  auto state = decompressor.step();
  while (state == Decompressor::State::more) {
    co_await shared_.loop.yield();
    state = decompressor.step();
  }
  if (state == Decompressor::State::done) {
    reader_->replace_body(decompressor.take());
    co_return true;
  }
  const bool is_large = state == Decompressor::State::too_large;
  refuse_later({.status = is_large ? 413 : 400,
                .message = is_large
                               ? "The body is larger than is allowed here, once it is expanded."
                               : "The body is not what its Content-Encoding says."});
  co_return false;
}

std::optional<ServerConnection::Parting> ServerConnection::part(std::string_view message) {
  if (responder_ == nullptr || responder_->is_finished()) return std::nullopt;
  const bool ends_by_closing = responder_->is_started() && responder_->ends_by_closing();
  auto words = responder_->break_off(message);
  return Parting{
      .stream = std::move(stream_), .words = std::move(words), .ends_by_closing = ends_by_closing};
}

// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters): the server's own.
Task<> ServerConnection::carry_out(ServerShared& shared, Parting parting) {
  auto& stream = *parting.stream;
  stream.set_deadline(shared.loop.now() + kLingerWaitMax);
  const std::array<std::string_view, 1> pieces{parting.words};
  if (!co_await stream.write(pieces)) co_return;
  // Words at the end of a body that ends with the connection are read before the reset comes.
  if (parting.ends_by_closing) stream.reset_on_close();
  if (parting.ends_by_closing || co_await stream.finish()) co_await linger(shared, stream);
}

}  // namespace quorum::http
