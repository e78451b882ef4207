#pragma once
/// What a stream waits for: to read, to write, its end; with one deadline over all of it.

#include <array>
#include <coroutine>
#include <cstddef>
#include <cstdint>

#include "async/event.hpp"
#include "async/list.hpp"
#include "async/loop.hpp"
#include "async/task.hpp"
#include "core/error.hpp"

namespace quorum::async {

enum class Way : std::uint8_t { read, write };

/// Waiting allocates nothing, and setting the deadline is cheap: one timer serves every wait, and
/// is moved only for a moment before the one it is armed for. Where that comes too early, it is
/// armed anew then.
class Readiness final : private Timer {
 public:
  explicit Readiness(Loop& loop) : loop_(loop), ended_(loop) {}

  void open(Way way);
  void close(Way way) { open_[index(way)] = false; }
  bool is_open(Way way) const { return open_[index(way)]; }
  bool is_awaited(Way way) const { return !waiters_[index(way)].empty(); }

  /// Until the way is open, which takes no time where it is; or `deadline_exceeded`.
  class Wait;
  Wait wait(Way way);

  void set_deadline(TimePoint moment);

  /// The other side will send nothing more. Never taken back.
  void set_ended() { ended_.set(); }
  bool has_ended() const { return ended_.is_set(); }
  Task<> ended() { return ended_.wait(); }
  Event& ending() { return ended_; }

 private:
  static std::size_t index(Way way) { return static_cast<std::size_t>(way); }
  void fire() override;
  static void wake_all(List<Waiter>& waiters);

  Loop& loop_;
  std::array<List<Waiter>, 2> waiters_;
  Event ended_;
  TimePoint deadline_ = TimePoint::max();
  TimePoint armed_for_ = TimePoint::max();
  std::array<bool, 2> open_{};
  bool is_late_ = false;
};

class Readiness::Wait final {
 public:
  Wait(Readiness& readiness, Way way)
      : readiness_(readiness), waiter_(readiness.loop_), way_(way) {}
  bool await_ready() const { return readiness_.is_open(way_) || readiness_.is_late_; }
  void await_suspend(std::coroutine_handle<> coroutine) {
    waiter_.park(coroutine);
    readiness_.waiters_[index(way_)].push_back(waiter_);
  }
  Result<> await_resume() const;

 private:
  Readiness& readiness_;
  Waiter waiter_;
  Way way_;
};

inline Readiness::Wait Readiness::wait(Way way) { return {*this, way}; }

}  // namespace quorum::async
