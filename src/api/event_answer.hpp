#pragma once
/// An answer that is a stream of server-sent events, kept awake while nothing happens.

#include <chrono>
#include <string_view>

#include "async/event.hpp"
#include "async/loop.hpp"
#include "async/scope.hpp"
#include "async/task.hpp"
#include "http/server.hpp"

namespace quorum::api {

/// The headers of every event stream of ours.
http::ResponseHead event_stream_head(std::string_view type = "text/event-stream; charset=utf-8");

/// Writes to a started answer. Between writes `ping` goes out every `ping_wait`, unless it is
/// empty, so that neither proxies nor clients take a thinking model for a dead one.
class EventAnswer final : private async::Timer {
 public:
  EventAnswer(async::Loop& loop, http::Responder& responder, std::string_view ping = ": ping\n\n",
              std::chrono::milliseconds ping_wait = std::chrono::seconds(15));

  /// `first` are the events already there, or nothing; they stay in place until it returns.
  Task<Result<>> start(http::ResponseHead head, std::string_view first);

  /// `events` are whole ones, blank line included: a ping may stand between two writes. They stay
  /// in place until it returns.
  Task<Result<>> write(std::string_view events);

  /// The proper end. An answer that is destroyed without it shows as cut.
  Task<Result<>> finish();

 private:
  void fire() override;
  Task<Result<>> write_behind_ping(std::string_view events);
  Task<Result<>> finish_write(Task<Result<>> begun);
  Task<> ping();

  async::Loop& loop_;
  http::Responder& responder_;
  std::string_view ping_;
  std::chrono::milliseconds ping_wait_;
  TimePoint last_write_{};
  async::Event ping_written_;  ///< Set while no ping is being written.
  bool is_writing_ = false;
  async::Scope scope_;  ///< Last: a ping ends before what it uses.
};

}  // namespace quorum::api
