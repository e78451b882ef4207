#include "api/event_answer.hpp"

#include "core/try.hpp"

namespace quorum::api {

http::ResponseHead event_stream_head(std::string_view type) {
  http::ResponseHead head;
  head.headers.add("content-type", type);
  head.headers.add("cache-control", "no-cache");
  head.headers.add("connection", "keep-alive");
  head.headers.add("x-accel-buffering", "no");
  return head;
}

EventAnswer::EventAnswer(async::Loop& loop, http::Responder& responder, std::string_view ping,
                         std::chrono::milliseconds ping_wait)
    : loop_(loop),
      responder_(responder),
      ping_(ping),
      ping_wait_(ping_wait),
      ping_written_(loop),
      scope_(loop) {
  ping_written_.set();
}

Task<Result<>> EventAnswer::start(http::ResponseHead head, std::string first) {
  QUORUM_CO_CHECK(co_await responder_.start_with(std::move(head), first));
  last_write_ = loop_.now();
  if (!ping_.empty()) scope_.spawn(ping());
  co_return Result<>{};
}

Task<Result<>> EventAnswer::write(std::string events) {
  // Asked first: there is hardly ever a ping, and a task for each write costs.
  if (!ping_written_.is_set()) return write_behind_ping(std::move(events));
  leaving_ = std::move(events);
  auto writing = responder_.write(leaving_);
  if (!writing.was_done()) return finish_write(std::move(writing));
  leaving_ = {};
  last_write_ = loop_.now();
  return writing;
}

Task<Result<>> EventAnswer::write_behind_ping(std::string events) {
  co_await ping_written_.wait();
  leaving_ = std::move(events);
  co_return co_await finish_write(responder_.write(leaving_));
}

Task<Result<>> EventAnswer::finish_write(Task<Result<>> begun) {
  auto writing = std::move(begun);
  is_writing_ = true;
  auto written = co_await std::move(writing);
  is_writing_ = false;
  leaving_ = {};
  last_write_ = loop_.now();
  co_return written;
}

Task<Result<>> EventAnswer::finish() {
  co_await ping_written_.wait();
  scope_.cancel();
  co_return co_await responder_.finish();
}

Task<> EventAnswer::ping() {
  while (true) {
    co_await loop_.sleep_until(last_write_ + ping_wait_);
    // A client that reads too slowly to take our writes needs no ping on top.
    if (is_writing_ || loop_.now() - last_write_ < ping_wait_) {
      if (is_writing_) co_await loop_.sleep(ping_wait_);
      continue;
    }
    ping_written_.reset();
    const auto written = co_await responder_.write(ping_);
    last_write_ = loop_.now();
    ping_written_.set();
    // The next write of an answer learns by itself that the client has gone.
    if (!written) co_return;
  }
}

}  // namespace quorum::api
