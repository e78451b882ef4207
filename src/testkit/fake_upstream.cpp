#include "testkit/fake_upstream.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "async/combine.hpp"
#include "async/memory_stream.hpp"
#include "core/try.hpp"
#include "http/head_writer.hpp"
#include "http/request_reader.hpp"

namespace quorum::testkit {
namespace {

using async::ByteStream;

constexpr std::size_t kBodyBytesMax = 256 << 20;

Task<bool> write(ByteStream* stream, std::string bytes) {
  const std::array<std::string_view, 1> pieces{bytes};
  co_return (co_await stream->write(pieces)).has_value();
}

std::size_t body_bytes(const Play& play) {
  std::size_t bytes = 0;
  for (const auto& piece : play.pieces) bytes += piece.bytes.size() * piece.times;
  return bytes;
}

http::AnswerFrame frame_of(const Play& play) {
  using Body = http::AnswerFrame::Body;
  switch (play.framing) {
    case Play::Framing::chunked: return {.body = Body::chunked};
    case Play::Framing::length: return {.body = Body::length, .length = body_bytes(play)};
    case Play::Framing::until_close:
    case Play::Framing::raw: return {.body = Body::until_close, .is_last = true};
  }
  return {};
}

}  // namespace

Play Play::then(End how) && {
  end = how;
  return std::move(*this);
}

Play answers_json(int status, std::string body) {
  Play play{.status = status, .framing = Play::Framing::length};
  play.headers.add("Content-Type", "application/json");
  play.pieces.push_back({.bytes = std::move(body)});
  return play;
}

Play streams(std::vector<std::string> events, std::chrono::milliseconds pace) {
  Play play;
  play.headers.add("Content-Type", "text/event-stream");
  for (auto& event : events) play.pieces.push_back({.wait = pace, .bytes = std::move(event)});
  return play;
}

Play says_raw(std::string bytes) {
  Play play{.framing = Play::Framing::raw, .end = Play::End::close};
  play.pieces.push_back({.bytes = std::move(bytes)});
  return play;
}

Play never_answers() { return {.framing = Play::Framing::raw, .end = Play::End::stall}; }

Play closes_at_once() { return {.framing = Play::Framing::raw, .end = Play::End::close}; }

Result<> FakeUpstream::listen() {
  QUORUM_TRY(const auto address, async::Address::numeric("127.0.0.1", 0));
  QUORUM_TRY(listener_, async::Listener::listen(loop_, address));
  serving_.spawn(accept_all());
  return {};
}

std::uint16_t FakeUpstream::port() const { return listener_ ? listener_->local().port() : 1; }

http::Url FakeUpstream::url(std::string target) const {
  return {.scheme = "http", .host = "127.0.0.1", .port = port(), .target = std::move(target)};
}

void FakeUpstream::on(std::string path, Author author) {
  routes_[std::move(path)] = {.author = std::move(author)};
}

void FakeUpstream::on(std::string path, Play play) {
  on(std::move(path), std::vector{std::move(play)});
}

void FakeUpstream::on(std::string path, std::vector<Play> plays) {
  on(std::move(path), [plays = std::move(plays)](const SeenRequest&, std::size_t nth) {
    return plays[std::min(nth, plays.size() - 1)];
  });
}

Task<Result<std::unique_ptr<ByteStream>>> FakeUpstream::connect(http::Url, TimePoint) {
  auto [ours, theirs] = async::memory_pair(loop_);
  serving_.spawn(serve(std::move(ours)));
  co_return std::move(theirs);
}

Task<> FakeUpstream::accept_all() {
  while (true) {
    auto accepted = co_await listener_->accept();
    if (!accepted) co_return;
    serving_.spawn(serve(std::move(accepted->stream)));
  }
}

Task<> FakeUpstream::serve(std::unique_ptr<ByteStream> stream) {
  const auto connection = connections_made_++;
  std::string carry;
  auto next = Next::keep;
  while (next == Next::keep) {
    SeenRequest seen{.connection = connection};
    if (!co_await receive(stream.get(), &carry, &seen)) co_return;
    auto& request = requests_.emplace_back(std::move(seen));
    auto playing = play(stream.get(), play_for(request));
    auto gone = stream->peer_gone();
    const auto first = co_await async::race(std::move(playing), std::move(gone));
    request.fate = first.index() == 0 ? AnswerFate::played : AnswerFate::abandoned;
    next = first.index() == 0 ? std::get<0>(first) : Next::close;
  }
}

/// False where the connection ended, or what came is not a request.
Task<bool> FakeUpstream::receive(ByteStream* stream, std::string* carry, SeenRequest* seen) {
  http::RequestReader reader({.head = {.bytes_max = 1 << 20}, .body_bytes_max = kBodyBytesMax});
  std::array<char, 4096> buffer;
  while (true) {
    const auto taken = reader.push(*carry);
    if (!taken) {
      co_await write(stream, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
      co_return false;
    }
    seen->bytes.append(*carry, 0, *taken);
    carry->erase(0, *taken);
    if (reader.phase() == http::RequestReader::Phase::done) break;
    const auto size = co_await stream->read(buffer);
    if (!size || *size == 0) co_return false;
    carry->append(buffer.data(), *size);
  }
  seen->at = loop_.now();
  seen->head = reader.take_head();
  seen->body = reader.take_body();
  co_return true;
}

Play FakeUpstream::play_for(const SeenRequest& request) {
  const auto found = routes_.find(request.head.path());
  if (found == routes_.end()) return answers_json(404, R"({"error":"nothing is scripted here"})");
  return found->second.author(request, found->second.requests++);
}

Task<FakeUpstream::Next> FakeUpstream::play(ByteStream* stream, Play play) {
  if (play.head_wait.count() > 0) co_await loop_.sleep(play.head_wait);
  if (play.framing != Play::Framing::raw) {
    auto frame = frame_of(play);
    frame.date = "Thu, 01 Jan 1970 00:00:00 GMT";
    std::string head;
    http::append_answer_head(head, {.status = play.status, .headers = play.headers}, frame);
    if (!co_await write(stream, std::move(head))) co_return Next::close;
  }
  if (!co_await send_pieces(stream, &play)) co_return Next::close;
  switch (play.end) {
    case Play::End::proper: break;
    case Play::End::close: co_return Next::close;
    case Play::End::close_in_chunk:
      co_await write(stream, "ff\r\nhalf a chu");
      co_return Next::close;
    case Play::End::reset: stream->reset_on_close(); co_return Next::close;
    case Play::End::stall: co_await loop_.sleep_until(TimePoint::max()); break;
  }
  if (play.framing == Play::Framing::chunked) {
    co_await write(stream, std::string(http::kLastChunk));
  }
  co_return play.framing == Play::Framing::until_close ? Next::close : Next::keep;
}

Task<bool> FakeUpstream::send_pieces(ByteStream* stream, const Play* play) {
  for (const auto& piece : play->pieces) {
    const bool is_chunked = play->framing == Play::Framing::chunked;
    const http::ChunkHead chunk(piece.bytes.size());
    for (std::size_t time = 0; time < piece.times; ++time) {
      if (piece.wait.count() > 0) co_await loop_.sleep(piece.wait);
      const std::array<std::string_view, 3> chunked{chunk.view(), piece.bytes, http::kChunkEnd};
      const std::array<std::string_view, 1> plain{piece.bytes};
      const auto written =
          is_chunked ? co_await stream->write(chunked) : co_await stream->write(plain);
      if (!written) co_return false;
    }
  }
  co_return true;
}

}  // namespace quorum::testkit
