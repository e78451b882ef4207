#pragma once
/// The one way to wait: a lazy coroutine that its caller owns.

#include <cassert>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "async/frame_pool.hpp"

namespace quorum {

template <typename T>
class Task;

namespace detail {

struct TaskPromiseBase {
  std::coroutine_handle<> waiter = std::noop_coroutine();

  static void* operator new(std::size_t size) { return async::FramePool::take(size); }
  static void operator delete(void* frame, std::size_t size) noexcept {
    async::FramePool::give(frame, size);
  }

  std::suspend_always initial_suspend() const noexcept { return {}; }

  struct Final {
    bool await_ready() const noexcept { return false; }
    template <typename Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> self) const noexcept {
      return self.promise().waiter;
    }
    void await_resume() const noexcept {}
  };
  Final final_suspend() const noexcept { return {}; }

  // Errors are values; what throws here is out of memory or a bug.
  [[noreturn]] void unhandled_exception() const noexcept { std::terminate(); }
};

template <typename T>
struct TaskPromise : TaskPromiseBase {
  std::optional<T> value;

  Task<T> get_return_object() noexcept;
  template <typename U = T>
  void return_value(U&& result) {
    value.emplace(std::forward<U>(result));
  }
  T take() {
    assert(value && "it has not ended yet");
    return std::move(*value);
  }
};

template <>
struct TaskPromise<void> : TaskPromiseBase {
  Task<void> get_return_object() noexcept;
  void return_void() const noexcept {}
  void take() const noexcept {}
};

}  // namespace detail

/// Work that may suspend. It starts when awaited and is awaited once.
///
/// Destroying a task cancels it wherever it waits: its frame unwinds and everything it owned, the
/// tasks it was awaiting included, is destroyed. Nothing may destroy a task while it runs: a
/// coroutine that wants its own end returns.
///
/// Its parameters are values: a reference may be gone after the first wait.
///
/// A function that returns a task may also do its work at once and return `done()`: then nothing is
/// allocated, and awaiting it takes no time.
template <typename T = void>
class [[nodiscard]] Task {
 public:
  using Value = T;
  using promise_type = detail::TaskPromise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    if (this != &other) {
      destroy();
      handle_ = std::exchange(other.handle_, nullptr);
    }
    return *this;
  }
  ~Task() { destroy(); }

  /// Work that is done, and whose value is `T{}`: for a `Result<>`, success.
  static Task done() noexcept
    requires(std::is_void_v<T> || std::is_default_constructible_v<T>)
  {
    return Task{done_handle()};
  }

  /// Whether it needs no resuming: it has ended, or was done from the start.
  bool is_done() const noexcept { return was_done() || handle_.done(); }
  bool was_done() const noexcept { return handle_.address() == &kDone; }

  /// The value of a task that is done; once.
  T take() const {
    if constexpr (std::is_default_constructible_v<T>) {
      if (was_done()) return T{};
    } else if constexpr (std::is_void_v<T>) {
      if (was_done()) return;
    }
    return handle_.promise().take();
  }

  auto operator co_await() && noexcept {
    struct Awaiter {
      const Task& task;
      bool await_ready() const noexcept { return task.was_done(); }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiter) const noexcept {
        task.handle_.promise().waiter = waiter;
        return task.handle_;
      }
      T await_resume() const { return task.take(); }
    };
    assert(handle_ && "awaited twice, or after it was moved from");
    return Awaiter{*this};
  }

  /// For the loop and for scopes, which start work that nobody awaits. Not of what `was_done`.
  Handle handle() const noexcept { return handle_; }

 private:
  friend promise_type;
  explicit Task(Handle handle) noexcept : handle_(handle) {}
  void destroy() noexcept {
    if (handle_ && !was_done()) handle_.destroy();
  }

  /// Stands for a frame where there is none.
  static constexpr char kDone = 0;
  static Handle done_handle() noexcept { return Handle::from_address(const_cast<char*>(&kDone)); }

  Handle handle_;
};

namespace detail {

template <typename T>
Task<T> TaskPromise<T>::get_return_object() noexcept {
  return Task<T>{std::coroutine_handle<TaskPromise>::from_promise(*this)};
}
inline Task<void> TaskPromise<void>::get_return_object() noexcept {
  return Task<void>{std::coroutine_handle<TaskPromise>::from_promise(*this)};
}

}  // namespace detail
}  // namespace quorum
