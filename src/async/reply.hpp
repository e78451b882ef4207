#pragma once
/// An answer on its way from another thread to a task that may be gone when it comes.

#include <cassert>
#include <coroutine>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "async/loop.hpp"

namespace quorum::async {

/// Shared by the one who answers, on any thread, and the one who waits, on the home loop.
template <typename T>
class Reply final : public std::enable_shared_from_this<Reply<T>> {
 public:
  explicit Reply(Loop& home) : home_(&home) {}

  /// Any thread, once. Where nobody waits any more, `value` is dropped here.
  void send(T value) {
    // Held while posting: whoever waits keeps the home loop alive, and leaves through `abandon`.
    const std::lock_guard lock(mutex_);
    if (home_ == nullptr) return;
    value_.emplace(std::move(value));
    home_->post([self = this->shared_from_this()] {
      if (self->waiter_ != nullptr) self->waiter_->wake();
    });
  }

  /// Any thread: whether the work can be spared.
  bool is_abandoned() const {
    const std::lock_guard lock(mutex_);
    return home_ == nullptr;
  }

  class Wait;

 private:
  mutable std::mutex mutex_;
  Loop* home_;  ///< Nothing once abandoned. Guarded by `mutex_`, as is `value_`.
  std::optional<T> value_;
  Waiter* waiter_ = nullptr;  ///< Touched on the home loop only.
};

/// Made before the work is handed over; destroying it abandons the answer.
template <typename T>
class Reply<T>::Wait final {
 public:
  Wait(Loop& home, std::shared_ptr<Reply> reply)
      : reply_(std::move(reply)), waiter_(home), outside_(home) {}
  Wait(const Wait&) = delete;
  Wait& operator=(const Wait&) = delete;
  ~Wait() {
    reply_->waiter_ = nullptr;
    const std::lock_guard lock(reply_->mutex_);
    reply_->home_ = nullptr;
  }

  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) {
    waiter_.park(coroutine);
    reply_->waiter_ = &waiter_;
  }
  T await_resume() {
    const std::lock_guard lock(reply_->mutex_);
    std::optional<T> value = std::move(reply_->value_);
    assert(value && "woken without an answer");
    return std::move(*value);
  }

 private:
  std::shared_ptr<Reply> reply_;
  Waiter waiter_;
  Loop::Outside outside_;
};

}  // namespace quorum::async
