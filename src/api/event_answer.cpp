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

Task<Result<>> EventAnswer::start(http::ResponseHead head, std::string_view first) {
  QUORUM_CO_CHECK(co_await responder_.start_with(std::move(head), first));
  last_write_ = loop_.now();
  if (!ping_.empty()) loop_.arm(*this, last_write_ + ping_wait_);
  co_return Result<>{};
}

Task<Result<>> EventAnswer::write(std::string_view events) {
  // Asked first: there is hardly ever a ping, and a task for each write costs.
  if (!ping_written_.is_set()) return write_behind_ping(events);
  auto writing = responder_.write(events);
  if (!writing.was_done()) return finish_write(std::move(writing));
  last_write_ = loop_.now();
  return writing;
}

Task<Result<>> EventAnswer::write_behind_ping(std::string_view events) {
  co_await ping_written_.wait();
  co_return co_await finish_write(responder_.write(events));
}

Task<Result<>> EventAnswer::finish_write(Task<Result<>> begun) {
  auto writing = std::move(begun);
  is_writing_ = true;
  auto written = co_await std::move(writing);
  is_writing_ = false;
  last_write_ = loop_.now();
  co_return written;
}

Task<Result<>> EventAnswer::finish() {
  co_await ping_written_.wait();
  cancel();
  co_return co_await responder_.finish();
}

/// Looks whether it is time, as a timer that every write had moved would cost each of them. Without
/// a task that waits for it: of open streams there are many.
void EventAnswer::fire() {
  const auto now = loop_.now();
  // A client that reads too slowly to take our writes needs no ping on top.
  if (is_writing_) return loop_.arm(*this, now + ping_wait_);
  if (now - last_write_ < ping_wait_) return loop_.arm(*this, last_write_ + ping_wait_);
  ping_written_.reset();
  scope_.spawn(ping());
}

Task<> EventAnswer::ping() {
  const auto written = co_await responder_.write(ping_);
  last_write_ = loop_.now();
  ping_written_.set();
  // The next write of an answer learns by itself that the client has gone.
  if (written) loop_.arm(*this, last_write_ + ping_wait_);
}

}  // namespace quorum::api
