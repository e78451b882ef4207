#include "bench/load/exchange.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>
#include <vector>

#include "async/socket.hpp"
#include "bench/stamp.hpp"
#include "core/try.hpp"
#include "http/framing.hpp"

namespace quorum::bench {

using dialects::Delivery;

/// One answer as it arrives.
struct Exchange::Progress {
  std::uint64_t ask = 0;
  std::uint64_t due_ns = 0;
  http::ResponseHeadParser head{{.bytes_max = 64 << 10, .headers_max = 200}};
  std::optional<http::BodyDecoder> body{};
  std::optional<StreamCheck> check{};
  std::string bytes{};  ///< Of the body: what came last of a stream, all of a whole answer.
  bool is_kept = false;
  bool is_done = false;
  bool is_good = true;
};

Result<Prepared> prepare(const PrepareFrom& from) {
  QUORUM_TRY(const auto asked, ask(*from.wording, from.question));
  Prepared prepared{.wording = from.wording, .delivery = from.question.delivery};
  auto& out = prepared.bytes;
  out = fmt::format("POST {} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n",
                    target_of(*from.wording, from.question), from.host);
  if (!from.key.empty()) out += fmt::format("Authorization: Bearer {}\r\n", from.key);
  for (const auto& field : from.fields) out += field + "\r\n";
  for (const auto& [name, value] : asked.headers) out += fmt::format("{}: {}\r\n", name, value);
  out += fmt::format("Content-Length: {}\r\n\r\n", asked.body.size());
  std::string mark(kAskBytes, ' ');
  put_ask(mark.data(), 0);
  prepared.ask_at = out.size() + asked.body.find(mark);
  out += asked.body;
  return prepared;
}

Task<bool> Exchange::connect() {
  const auto deadline = shared_.loop.now() + shared_.wait_max;
  auto stream = co_await async::connect(shared_.loop, shared_.address, deadline);
  if (stream && shared_.tls) {
    (*stream)->set_deadline(deadline);
    stream = co_await shared_.tls->connect(std::move(*stream), shared_.tls_host);
  }
  if (!stream) {
    shared_.tally.note(Flaw::connect, stream.error().message + " " + stream.error().detail);
    co_return false;
  }
  stream_ = std::move(*stream);
  deadline_ = {};
  co_return true;
}

Task<bool> Exchange::ask(std::uint64_t ask, std::uint64_t due_ns) {
  if (!stream_ && !co_await connect()) co_return false;
  // A copy, since other connections write while this one waits for room.
  std::string request = prepared_.bytes;
  put_ask(request.data() + prepared_.ask_at, ask);
  const std::array pieces{std::string_view(request)};
  Progress progress{.ask = ask, .due_ns = due_ns};
  if (!co_await stream_->write(pieces)) {
    shared_.tally.note(Flaw::closed, "before the request was sent");
    stream_.reset();
    co_return false;
  }
  const bool is_whole = co_await read_answer(&progress);
  if (!is_whole || !progress.is_kept) stream_.reset();
  if (!is_whole || !progress.is_good) co_return false;
  ++shared_.tally.answers;
  shared_.tally.latency.add(now_ns() - due_ns);
  co_return true;
}

/// Moves the deadline only once half of it is over: a stream's every event would move it.
Task<Result<std::string_view>> Exchange::receive() {
  if (deadline_ - shared_.loop.now() < shared_.wait_max / 2) {
    deadline_ = shared_.loop.now() + shared_.wait_max;
    stream_->set_deadline(deadline_);
  }
  QUORUM_CO_CHECK(co_await stream_->readable());
  QUORUM_CO_TRY(const auto size, co_await stream_->read(shared_.scratch));
  co_return std::string_view(shared_.scratch.data(), size);
}

/// True where the exchange is over in good order, whatever it said.
Task<bool> Exchange::read_answer(Progress* progress) {
  while (!progress->is_done) {
    auto arrived = co_await receive();
    if (!arrived) co_return broken(*progress, arrived.error());
    if (arrived->empty()) {
      if (progress->body && progress->body->may_close()) co_return take_end(*progress);
      co_return broken(*progress, {.code = Errc::upstream_failed, .message = "It was closed."});
    }
    auto bytes = *arrived;
    if (!progress->body && !take_head(*progress, bytes)) co_return false;
    if (progress->body && !take_body(*progress, bytes)) co_return false;
  }
  co_return true;
}

bool Exchange::broken(Progress& progress, const Error& error) {
  const auto events = progress.check ? progress.check->events() : 0;
  const auto words = fmt::format("{} after {} events", error.message, events);
  if (error.code == Errc::deadline_exceeded) {
    shared_.tally.note(Flaw::timeout, words);
  } else {
    shared_.tally.note(progress.head.has_begun() ? Flaw::cut : Flaw::closed, words);
  }
  return false;
}

bool Exchange::take_head(Progress& progress, std::string_view& bytes) {
  const auto taken = progress.head.push(bytes);
  if (!taken) {
    shared_.tally.note(Flaw::not_http, taken.error().message);
    return false;
  }
  bytes.remove_prefix(*taken);
  if (!progress.head.is_done()) return true;
  const auto framing = http::response_framing(progress.head.head(), "POST");
  if (!framing) {
    shared_.tally.note(Flaw::not_http, framing.error().message);
    return false;
  }
  progress.is_kept = framing->is_kept_alive && framing->kind != http::BodyKind::until_close;
  progress.body.emplace(*framing);
  const int status = progress.head.head().status;
  if (status != 200) {
    progress.is_good = false;
    ++shared_.tally.statuses[status];
    shared_.tally.note(Flaw::status, std::to_string(status));
  } else if (prepared_.delivery == Delivery::streamed) {
    progress.check.emplace(*prepared_.wording, shared_.tally, progress.ask);
  }
  return true;
}

bool Exchange::take_body(Progress& progress, std::string_view bytes) {
  if (progress.check) progress.bytes.clear();
  const auto taken = progress.body->push(bytes, progress.bytes);
  if (!taken || *taken < bytes.size()) {
    // Of a stream, what came whole before it still counts.
    if (progress.check) {
      [[maybe_unused]] const auto whole = progress.check->push(progress.bytes, now_ns());
    }
    shared_.tally.note(Flaw::cut, taken ? "bytes after the body" : taken.error().message);
    return false;
  }
  if (progress.check && !progress.bytes.empty()) {
    const bool had_words = progress.check->has_words();
    const auto now = now_ns();
    if (!progress.check->push(progress.bytes, now)) return false;
    if (!had_words && progress.check->has_words()) shared_.tally.first.add(now - progress.due_ns);
  }
  return !progress.body->is_done() || take_end(progress);
}

bool Exchange::take_end(Progress& progress) {
  progress.is_done = true;
  if (progress.check) return progress.check->end();
  return !progress.is_good || check_whole(progress);
}

bool Exchange::check_whole(const Progress& progress) {
  shared_.tally.bytes += progress.bytes.size();
  if (const auto found = find_stamp(progress.bytes)) {
    if (found->stamp.ask == progress.ask) return true;
    shared_.tally.note(Flaw::foreign, "a whole answer to another request");
    return false;
  }
  const auto read = prepared_.wording->target.read_reply("upstream", progress.bytes);
  if (!read) shared_.tally.note(Flaw::not_dialect, read.error().message);
  return read.has_value();
}

}  // namespace quorum::bench
