#include "http/h2/server_connection.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "async/combine.hpp"
#include "core/log.hpp"
#include "http/request_origin.hpp"

namespace quorum::h2 {
namespace {

using namespace std::chrono_literals;

// How long a client that was sent away may take to read why.
constexpr auto kLingerWaitMax = 2s;

// What an answer in full is worth: see `FloodGuard`.
constexpr unsigned kAnswerEarns = 4;
constexpr unsigned kPieceEarns = 2;

CodecConfig codec_config(const http::ServerConfig& config) {
  return {.side = CodecConfig::Side::server,
          .streams_max = static_cast<std::uint32_t>(config.streams_max),
          .fields_bytes_max = static_cast<std::uint32_t>(config.head_bytes_max)};
}

}  // namespace

ServerConnection::ServerConnection(http::ServerShared& shared,
                                   std::unique_ptr<async::ByteStream> stream, http::Peer peer,
                                   std::string first)
    : shared_(shared),
      peer_(std::move(peer)),
      first_(std::move(first)),
      wire_(shared.loop, std::move(stream), Codec::create(codec_config(shared.config), *this)),
      guard_(shared.loop.now()),
      idle_since_(shared.loop.now()),
      answering_(shared.loop) {}

Task<> ServerConnection::run() {
  co_await serve();
  answering_.cancel();
  if (wire_.codec().is_over()) co_await linger();
}

Task<> ServerConnection::serve() {
  if (!wire_.push(std::exchange(first_, {}))) co_return;
  auto reading = read_all();
  auto writing = write_all();
  co_await async::race(std::move(reading), std::move(writing));
}

Task<> ServerConnection::read_all() {
  auto& stream = wire_.stream();
  while (true) {
    const auto due = next_deadline();
    auto readable = stream.readable();
    const auto arrived = co_await async::with_deadline(shared_.loop, due, std::move(readable));
    if (!arrived && shared_.loop.now() >= due) {
      expire();
      continue;
    }
    if (!arrived) co_return;
    const auto size = co_await stream.read(shared_.scratch);
    if (!size || *size == 0) co_return;
    if (!wire_.push({shared_.scratch.data(), *size})) co_return;
  }
}

Task<> ServerConnection::write_all() {
  (void)co_await wire_.write_all(shared_.config.write_wait_max);
}

/// Closing with bytes unread resets the connection, and the reset could overtake what we said last.
Task<> ServerConnection::linger() {
  auto& stream = wire_.stream();
  stream.set_deadline(shared_.loop.now() + kLingerWaitMax);
  if (!co_await stream.finish()) co_return;
  while (co_await stream.readable()) {
    const auto size = co_await stream.read(shared_.scratch);
    if (!size || *size == 0) co_return;
  }
}

void ServerConnection::drain() {
  is_draining_ = true;
  wire_.codec().announce_end();
  if (streams_.empty()) end(Code::no_error);
  wire_.flush();
}

void ServerConnection::end(Code code) { wire_.codec().end(code); }

TimePoint ServerConnection::next_deadline() const {
  // While streams are open nothing is idle, but the last may end before anything arrives.
  const auto idle_from = streams_.empty() ? idle_since_ : shared_.loop.now();
  auto due = std::min(head_deadline_, idle_from + shared_.config.idle_wait_max);
  if (!receiving_.empty()) due = std::min(due, receiving_.front()->body_deadline);
  return due;
}

void ServerConnection::expire() {
  const auto now = shared_.loop.now();
  if (head_deadline_ <= now) end(Code::enhance_your_calm);
  if (streams_.empty() && idle_since_ + shared_.config.idle_wait_max <= now) end(Code::no_error);
  while (!receiving_.empty() && receiving_.front()->body_deadline <= now) {
    refuse(streams_.at(receiving_.front()->id()),
           {.status = 408, .message = "The request took too long to arrive."});
  }
  // Ended, the connection waits for the writer to say so, not for what expired again.
  head_deadline_ = TimePoint::max();
  if (streams_.empty()) idle_since_ = now;
  wire_.flush();
}

ServerStream* ServerConnection::find(StreamId id) const {
  const auto found = streams_.find(id);
  return found == streams_.end() ? nullptr : found->second.get();
}

void ServerConnection::head_begun(StreamId id) {
  head_deadline_ = shared_.loop.now() + shared_.config.head_wait_max;
  auto& stream = streams_[id];
  // Trailers are counted like a head, and dropped.
  if (!stream) stream = std::make_shared<ServerStream>(shared_, wire_, id);
}

bool ServerConnection::field(StreamId id, std::string_view name, std::string_view value) {
  auto* const stream = find(id);
  return stream == nullptr || stream->fields.add(name, value);
}

void ServerConnection::head_ended(StreamId id) {
  head_deadline_ = TimePoint::max();
  const auto found = streams_.find(id);
  if (found == streams_.end() || std::exchange(found->second->has_head, true)) return;
  begin_request(found->second);
}

void ServerConnection::begin_request(const Stream& stream) {
  const auto read = stream->fields.take_request(stream->asked);
  if (!read) return refuse(stream, read.error());
  const auto framing = http::request_framing(stream->asked);
  if (!framing) return refuse(stream, framing.error());
  if (framing->length > shared_.config.body_bytes_max) {
    return refuse(stream, {.status = 413, .message = "The body is larger than is allowed here."});
  }
  stream->body_deadline = shared_.loop.now() + shared_.config.body_wait_max;
  receiving_.push_back(stream.get());
  if (!framing->expects_continue) return;
  Fields fields;
  fields.add(":status", "100");
  wire_.codec().inform(stream->id(), fields);
}

void ServerConnection::body(StreamId id, std::string_view bytes) {
  // What one stream keeps us from taking must not keep the others waiting.
  wire_.codec().consume_connection(bytes.size());
  const auto found = streams_.find(id);
  if (found == streams_.end() || found->second->is_refused) return;
  auto& stream = *found->second;
  if (bytes.size() > shared_.config.body_bytes_max - stream.arrived.size()) {
    return refuse(found->second,
                  {.status = 413, .message = "The body is larger than is allowed here."});
  }
  stream.arrived += bytes;
  stream.unconsumed_bytes += bytes.size();
  received_bytes_ += bytes.size();
  grant(stream);
}

/// Bodies side by side may be as large together as one may be alone; beyond that the oldest alone
/// goes on, and the others wait for it.
void ServerConnection::grant(ServerStream& stream) {
  const bool is_oldest = !receiving_.empty() && receiving_.front() == &stream;
  if (!is_oldest && received_bytes_ > shared_.config.body_bytes_max) return;
  wire_.codec().consume_stream(stream.id(), std::exchange(stream.unconsumed_bytes, 0));
}

void ServerConnection::stop_receiving(ServerStream& stream) {
  if (std::erase(receiving_, &stream) == 0) return;
  received_bytes_ -= stream.arrived.size();
  for (auto* const waiting : receiving_) {
    if (waiting->unconsumed_bytes > 0) grant(*waiting);
  }
}

void ServerConnection::ended(StreamId id) {
  const auto found = streams_.find(id);
  if (found == streams_.end()) return;
  auto& stream = *found->second;
  stream.is_whole = true;
  if (stream.is_refused) return;
  stop_receiving(stream);
  // Streams that the client has reset are no longer counted by the codec, but still by us until
  // their handlers are gone.
  if (answering_.size() >= 2 * shared_.config.streams_max) {
    return wire_.codec().reset(id, Code::refused_stream);
  }
  answering_.spawn(answer(found->second));
}

void ServerConnection::taken(StreamId id) {
  guard_.earn(kPieceEarns);
  if (auto* const stream = find(id)) stream->note_taken();
}

void ServerConnection::closed(StreamId id, Code) {
  const auto found = streams_.find(id);
  if (found == streams_.end()) return;
  auto& stream = *found->second;
  stop_receiving(stream);
  stream.note_closed();
  if (stream.is_finished()) guard_.earn(kAnswerEarns);
  streams_.erase(found);
  if (!streams_.empty()) return;
  idle_since_ = shared_.loop.now();
  if (is_draining_) end(Code::no_error);
}

void ServerConnection::noise(unsigned weight) {
  if (!guard_.bear(weight, shared_.loop.now())) end(Code::enhance_your_calm);
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): a task owns what it needs.
Task<> ServerConnection::answer(Stream stream) {
  if (stream->is_closed()) co_return;
  http::Request request{.head = std::exchange(stream->asked, {.method = stream->asked.method}),
                        .body = std::move(stream->arrived),
                        .peer = {}};
  http::name_client(request, peer_, shared_.config.trusted_proxies);
  auto handled = shared_.handler.handle(std::move(request), *stream);
  auto gone = stream->gone();
  const auto first = co_await async::race(std::move(handled), std::move(gone));
  if (first.index() == 1) co_return;
  if (!stream->is_started()) {
    log::error("http: a handler returned without an answer");
    refuse(stream, {.status = 500, .message = "The request was not answered."});
  } else if (!stream->is_finished()) {
    wire_.codec().reset(stream->id(), Code::internal_error);
    wire_.flush();
  }
}

void ServerConnection::refuse(const Stream& stream, http::Refusal refusal) {
  stop_receiving(*stream);
  stream->is_refused = true;
  stream->arrived = {};
  answering_.spawn(
      send_refusal(stream, shared_.handler.refuse(stream->asked, refusal.status, refusal.message)));
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): a task owns what it needs.
Task<> ServerConnection::send_refusal(Stream stream, http::Response response) {
  const auto sent = co_await stream->send(std::move(response));
  if (stream->is_closed() || (sent && stream->is_whole)) co_return;
  // A client that is still sending is told that it need not (RFC 9113 §8.1).
  wire_.codec().reset(stream->id(), sent ? Code::no_error : Code::internal_error);
  wire_.flush();
}

}  // namespace quorum::h2
