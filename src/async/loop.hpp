#pragma once
/// One thread's event loop: timers, descriptors and work that others hand over.

#include <coroutine>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "async/root.hpp"
#include "async/task.hpp"
#include "async/timer.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"

namespace quorum::async {

class Poller;  // epoll, or what pays better; nothing above async sees which

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
  TimePoint read() const override;
  UnixMs unix_ms() const override;

  /// Runs until `stop`, or, simulated, until nothing is left that could ever happen.
  void run();

  /// Any thread. Ends `run`, or the next one; the turn in progress is finished first.
  void stop();

  /// Any thread. Jobs run on the loop's thread in the order of posting, never inside the caller.
  void post(Job job);

  /// Runs `main` to its end, then returns its value: for programs and tests. `stop` does not end
  /// it. Simulated, it aborts when nothing is left that could ever wake `main`.
  template <typename T>
  T run_until_done(Task<T> main);

  /// Waits; never less than asked, at most a timer tick (1 ms) and the turn in progress longer.
  class Sleep;
  Sleep sleep(Duration duration);
  Sleep sleep_until(TimePoint moment);

  /// Lets everything else that is ready run first.
  class Yield;
  Yield yield();

  /// Work in progress outside the loop that will `post` when it is done. A simulated loop waits for
  /// it before it lets time jump. Made and destroyed on the loop's thread.
  class Outside;

  /// For who waits without a task of his own: not before `moment`, which may be moved; never at
  /// `TimePoint::max()`.
  void arm(Timer& timer, TimePoint moment);

  /// For the rest of this room only. A simulated loop has no poller.
  Poller* poller();
  std::shared_ptr<Root> running() const;  ///< Nothing outside of any task.
  void end_soon(Root& root);              ///< As soon as what runs now waits.
  /// A task of this loop's own, started by `adopt`; made on any thread.
  std::shared_ptr<Root> make_errand(Task<> task);
  void adopt(std::shared_ptr<Root> errand);

 private:
  friend class Waiter;
  friend class Root;
  friend class Footprint;
  struct State;
  class Errand;
  explicit Loop(std::unique_ptr<State> state);

  template <typename T>
  static Task<> keep(Task<T> task, std::optional<T>* result) {
    result->emplace(co_await std::move(task));
  }
  void run_main(Task<> main);
  const Footprint** footprint();  ///< Where the running task has its own; null outside of any.
  bool turn();
  void wait_for_work();
  void sleep_until_posted();
  void run_posted();
  void fetch_ahead();
  void resume(Waiter& waiter);
  void end_doomed();

  std::unique_ptr<State> state_;
};

template <typename T>
T Loop::run_until_done(Task<T> main) {
  if constexpr (std::is_void_v<T>) {
    run_main(std::move(main));
  } else {
    std::optional<T> result;
    run_main(keep(std::move(main), &result));
    return std::move(*result);
  }
}

class Loop::Sleep final : private Timer {
 public:
  Sleep(Loop& loop, TimePoint moment) : waiter_(loop), moment_(moment) {}
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) {
    waiter_.park(coroutine);
    waiter_.loop().arm(*this, moment_);
  }
  void await_resume() const {}

 private:
  void fire() override { waiter_.wake(); }
  Waiter waiter_;
  TimePoint moment_;
};

class Loop::Yield final {
 public:
  explicit Yield(Loop& loop) : waiter_(loop) {}
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> coroutine);
  void await_resume() const {}

 private:
  Waiter waiter_;
};

class Loop::Outside final {
 public:
  explicit Outside(Loop& loop);
  Outside(Outside&& other) noexcept : loop_(std::exchange(other.loop_, nullptr)) {}
  Outside& operator=(Outside&&) = delete;
  ~Outside();

 private:
  Loop* loop_;
};

inline Loop::Sleep Loop::sleep_until(TimePoint moment) { return {*this, moment}; }
inline Loop::Yield Loop::yield() { return Yield(*this); }

}  // namespace quorum::async
