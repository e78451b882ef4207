#include "http/h2/client_connection.hpp"

#include <algorithm>
#include <utility>

#include "async/combine.hpp"
#include "http/h2/client_stream.hpp"

namespace quorum::h2 {
namespace {

// Until an upstream says how many it takes, and where it sets no limit.
constexpr std::size_t kStreamsUsual = 100;
constexpr std::size_t kStreamsMax = 10'000;

// What an upstream may make us write without reading a byte of it.
constexpr auto kWriteWaitMax = std::chrono::seconds(60);

}  // namespace

ClientConnection::ClientConnection(async::Loop& loop, http::ClientConfig config,
                                   std::unique_ptr<async::ByteStream> stream,
                                   std::shared_ptr<Scratch> scratch)
    : loop_(loop),
      config_(std::move(config)),
      scratch_(std::move(scratch)),
      wire_(loop, std::move(stream),
            Codec::create({.side = CodecConfig::Side::client,
                           .fields_bytes_max = static_cast<std::uint32_t>(config_.head_bytes_max)},
                          *this)),
      idle_since_(loop.now()),
      running_(loop) {
  running_.spawn(run());
}

bool ClientConnection::has_room() {
  if (!is_alive_ || is_going_away_) return false;
  const auto peer_max = wire_.codec().peer_streams_max();
  return streams_.size() < (peer_max > kStreamsMax ? kStreamsUsual : peer_max);
}

Result<StreamId> ClientConnection::open(ClientStream& stream, const Fields& head,
                                        Outgoing outgoing) {
  auto entry = std::make_unique<Entry>(Entry{.stream = &stream, .outgoing = outgoing});
  auto* const body = outgoing.bytes.empty() ? nullptr : &entry->outgoing;
  entry->outgoing.is_done = body == nullptr;
  auto id = wire_.codec().request(head, body);
  if (id) streams_.emplace(*id, std::move(entry));
  return id;
}

void ClientConnection::leave(StreamId id) {
  const auto found = streams_.find(id);
  if (found == streams_.end()) return;
  auto& entry = *found->second;
  entry.stream = nullptr;
  // What was not taken yet is gone with its owner; so is the end, which must not follow on a part.
  entry.outgoing.bytes = {};
  entry.outgoing.is_last = entry.outgoing.is_done;
  wire_.codec().reset(id, Code::cancel);
  wire_.flush();
}

Task<> ClientConnection::run() {
  auto reading = read_all();
  auto writing = write_all();
  co_await async::race(std::move(reading), std::move(writing));
  is_alive_ = false;
  for (auto& [id, entry] : streams_) {
    if (entry->stream != nullptr) entry->stream->note_closed(Code::internal_error);
  }
  streams_.clear();
  wire_.close();
}

Task<> ClientConnection::read_all() {
  auto& stream = wire_.stream();
  while (true) {
    const auto idle_from = streams_.empty() ? idle_since_ : loop_.now();
    const auto due = idle_from + config_.idle_wait_max;
    auto readable = stream.readable();
    const auto arrived = co_await async::with_deadline(loop_, due, std::move(readable));
    if (!arrived && loop_.now() >= due) {
      if (!streams_.empty() || idle_since_ + config_.idle_wait_max > loop_.now()) continue;
      is_going_away_ = true;
      idle_since_ = loop_.now();
      wire_.codec().end(Code::no_error);
      wire_.flush();
      continue;
    }
    if (!arrived) co_return;
    const auto size = co_await stream.read(*scratch_);
    if (!size || *size == 0) co_return;
    if (!wire_.push({scratch_->data(), *size})) co_return;
  }
}

Task<> ClientConnection::write_all() { (void)co_await wire_.write_all(kWriteWaitMax); }

ClientStream* ClientConnection::find(StreamId id) const {
  const auto found = streams_.find(id);
  return found == streams_.end() ? nullptr : found->second->stream;
}

void ClientConnection::head_begun(StreamId) {}

bool ClientConnection::field(StreamId id, std::string_view name, std::string_view value) {
  auto* const stream = find(id);
  return stream == nullptr || stream->add_field(name, value);
}

void ClientConnection::head_ended(StreamId id) {
  if (auto* const stream = find(id)) stream->end_head();
}

void ClientConnection::body(StreamId id, std::string_view bytes) {
  // What one reader leaves unread must not keep the others waiting.
  wire_.codec().consume_connection(bytes.size());
  if (auto* const stream = find(id)) stream->add_body(bytes);
}

void ClientConnection::ended(StreamId id) {
  if (auto* const stream = find(id)) stream->end_body();
}

void ClientConnection::taken(StreamId id) {
  if (auto* const stream = find(id)) stream->note_taken();
}

void ClientConnection::closed(StreamId id, Code code) {
  if (auto* const stream = find(id)) stream->note_closed(code);
  streams_.erase(id);
  if (streams_.empty()) idle_since_ = loop_.now();
}

}  // namespace quorum::h2
