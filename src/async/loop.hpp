#pragma once
/// One thread's event loop: timers, descriptors and work that others hand over.

#include <coroutine>
#include <cstdint>
#include <functional>
#include <memory>

#include "async/task.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"

namespace quorum::async {

class Poller;      // epoll, or io_uring where it pays; nothing above async sees which
class TimerWheel;

/// Single-threaded: everything but `post` and `stop` is called from the thread inside `run`.
/// Everything made on a loop (streams, timers, scopes, channels) is destroyed before it.
class Loop final : public Clock {
 public:
  using Job = std::move_only_function<void()>;

  /// A loop on the machine's clock and descriptors.
  static Result<std::unique_ptr<Loop>> create();

  /// A loop whose time stands still while there is work and jumps to the next timer when there is
  /// none: a day of waiting passes in a moment, in an order that the seed decides. No descriptors.
  static std::unique_ptr<Loop> simulated(std::uint64_t seed);

  ~Loop() override;

  /// The moment this turn began: read once a turn, so it costs nothing.
  TimePoint now() const override;
  UnixMs unix_ms() const override;

  /// Runs until `stop`, or, simulated, until nothing is left that could ever happen.
  void run();

  /// Any thread. The turn in progress is finished first.
  void stop();

  /// Any thread. Jobs run on the loop's thread in the order of posting, never inside the caller.
  void post(Job job);

  /// Runs `main` to its end, then returns its value. For programs and tests.
  template <typename T>
  T run_until_done(Task<T> main);

  /// Waits; never less than asked, at most a timer tick (1 ms) and the turn in progress longer.
  class Sleep;
  Sleep sleep(Duration duration);
  Sleep sleep_until(TimePoint moment);

  /// Lets everything else that is ready run first.
  class Yield;
  Yield yield();

  /// For the rest of this room only.
  Poller* poller();
  TimerWheel& timers();
  void resume_later(std::coroutine_handle<> waiter);

 private:
  struct State;
  explicit Loop(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace quorum::async
