#pragma once
/// A door that opens for everybody who waits before it.

#include <coroutine>

#include "async/list.hpp"
#include "async/loop.hpp"
#include "async/task.hpp"

namespace quorum::async {

/// Single-threaded, like its loop. Outlives who waits for it.
class Event {
 public:
  explicit Event(Loop& loop) : loop_(loop) {}

  /// Wakes all who wait; until `reset`, waiting takes no time.
  void set() {
    is_set_ = true;
    while (!waiters_.empty()) waiters_.front().wake();
  }
  void reset() { is_set_ = false; }
  bool is_set() const { return is_set_; }

  /// For awaiters: `waiter`, which is parked, is woken by the next `set`.
  void join(Waiter& waiter) { waiters_.push_back(waiter); }
  Loop& loop() const { return loop_; }

  /// Returns even where `reset` has followed `set` before the waiting task could run.
  Task<> wait() {
    if (!is_set_) co_await Wait(*this);
  }

 private:
  class Wait {
   public:
    explicit Wait(Event& event) : event_(event), waiter_(event.loop_) {}
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> coroutine) {
      waiter_.park(coroutine);
      event_.waiters_.push_back(waiter_);
    }
    void await_resume() const {}

   private:
    Event& event_;
    Waiter waiter_;
  };

  Loop& loop_;
  List<Waiter> waiters_;
  bool is_set_ = false;
};

}  // namespace quorum::async
