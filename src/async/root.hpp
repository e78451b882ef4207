#pragma once
/// How a loop resumes coroutines: the places where they wait, and the tasks nobody awaits.

#include <coroutine>
#include <cstdint>
#include <memory>

#include "async/footprint.hpp"
#include "async/list.hpp"
#include "async/task.hpp"

namespace quorum::async {

class Loop;
class Root;

/// Where a coroutine waits; a part of an awaiter, so of the waiting coroutine's frame. A coroutine
/// that is destroyed takes its waiter with it, out of the queue of the ready too: what is destroyed
/// is never resumed.
class Waiter : public ListHook {
 public:
  explicit Waiter(Loop& loop) : loop_(loop) {}

  /// From `await_suspend`. May wait again after it was resumed.
  void park(std::coroutine_handle<> coroutine);

  /// Resumes the coroutine on the loop's next turn, never from inside this call. Leaves whatever
  /// list it was waiting in. Once is enough: more calls change nothing.
  void wake();

  bool is_woken() const { return state_ == State::woken; }
  Loop& loop() const { return loop_; }

 private:
  friend class Loop;
  friend class Root;
  enum class State : std::uint8_t { idle, parked, woken };

  Loop& loop_;
  std::coroutine_handle<> coroutine_;
  Root* root_ = nullptr;
  State state_ = State::idle;
};

/// A task that nobody awaits, with the one who must hear of its end. Not one that `was_done`.
class Root : public ListHook, public std::enable_shared_from_this<Root> {
 public:
  Root(Loop& loop, Task<> task, std::shared_ptr<Root> owner)
      : task_(std::move(task)), start_(loop), owner_(std::move(owner)) {}
  virtual ~Root() = default;

  /// The task begins on the loop's next turn.
  void start();

  /// Destroys the task, which has returned or waits somewhere, and tells the owner. Once: later
  /// calls change nothing.
  void end();

  /// Whether destroying this root now would destroy the code that asks.
  bool is_running() const;

 private:
  friend class Loop;

  /// Called once, before the task's frame is destroyed; the last thing the root is asked.
  virtual void ended() = 0;

  /// What the loop and the task itself look at when it is resumed.
  void fetch() const {
    Footprint::fetch(task_.handle().address(), 1);
    if (footprint_ != nullptr) footprint_->fetch();
  }

  bool has_returned() const { return task_.handle() && task_.handle().done(); }

  const Footprint* footprint_ = nullptr;
  Task<> task_;
  Waiter start_;
  std::shared_ptr<Root> owner_;  ///< Of the scope it was started in: shared, as both may end first.
};

}  // namespace quorum::async
