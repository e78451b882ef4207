#pragma once
/// Tasks put together: under a deadline, against each other, side by side.

#include <coroutine>
#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "async/event.hpp"
#include "async/loop.hpp"
#include "async/scope.hpp"
#include "async/task.hpp"

namespace quorum::async {
namespace detail {

template <typename T>
class UntilDeadline final : private Timer {
 public:
  UntilDeadline(Loop& loop, TimePoint moment, Task<T> task)
      : waiter_(loop), moment_(moment), task_(std::move(task)) {}

  bool await_ready() const { return task_.was_done() || moment_ <= waiter_.loop().now(); }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> coroutine) {
    waiter_.park(coroutine);
    waiter_.loop().arm(*this, moment_);
    task_.handle().promise().waiter = coroutine;
    return task_.handle();
  }

  /// Nothing where the deadline came first; the task is destroyed then.
  std::optional<T> await_resume() {
    const Task<T> task = std::move(task_);
    std::optional<T> result;
    if (task.is_done()) result.emplace(task.take());
    return result;
  }

 private:
  void fire() override { waiter_.wake(); }

  Waiter waiter_;
  TimePoint moment_;
  Task<T> task_;
};

/// What a task of `void` gives where a value must stand.
template <typename T>
using Value = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

template <typename T>
Value<T> take(const Task<T>& task) {
  if constexpr (std::is_void_v<T>) {
    return {};
  } else {
    return task.take();
  }
}

template <typename A, typename B>
class FirstOf {
 public:
  FirstOf(Task<A> a, Task<B> b) : a_(std::move(a)), b_(std::move(b)) {}

  bool await_ready() const { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> coroutine) {
    // The first runs inside this call, so it must not resume us if it ends at once.
    if (!a_.was_done()) a_.handle().resume();
    if (a_.is_done() || b_.was_done()) return coroutine;
    a_.handle().promise().waiter = coroutine;
    b_.handle().promise().waiter = coroutine;
    return b_.handle();
  }
  std::variant<Value<A>, Value<B>> await_resume() {
    using Winner = std::variant<Value<A>, Value<B>>;
    const Task<A> a = std::move(a_);
    const Task<B> b = std::move(b_);
    return a.is_done() ? Winner(std::in_place_index<0>, take(a))
                       : Winner(std::in_place_index<1>, take(b));
  }

 private:
  Task<A> a_;
  Task<B> b_;
};

template <typename T>
class Unless {
 public:
  Unless(Task<T> task, Event& event)
      : task_(std::move(task)), event_(event), waiter_(event.loop()) {}

  bool await_ready() const { return task_.was_done(); }
  bool await_suspend(std::coroutine_handle<> coroutine) {
    // It runs inside this call, so it must not resume us if it ends at once.
    task_.handle().resume();
    if (task_.is_done() || event_.is_set()) return false;
    task_.handle().promise().waiter = coroutine;
    waiter_.park(coroutine);
    event_.join(waiter_);
    return true;
  }
  std::optional<Value<T>> await_resume() {
    const Task<T> task = std::move(task_);
    return task.is_done() ? std::optional<Value<T>>(take(task)) : std::nullopt;
  }

 private:
  Task<T> task_;
  Event& event_;
  Waiter waiter_;
};

template <typename T>
Task<> keep(Task<T> task, std::optional<T>* result) {
  result->emplace(co_await std::move(task));
}

}  // namespace detail

/// The task's result, or `deadline_exceeded` and the task cancelled once `moment` has come. A task
/// whose deadline has already passed is not started.
template <typename T>
Task<Result<T>> with_deadline(Loop& loop, TimePoint moment, Task<Result<T>> task) {
  auto result = co_await detail::UntilDeadline<Result<T>>(loop, moment, std::move(task));
  if (result) co_return std::move(*result);
  co_return Error{.code = Errc::deadline_exceeded, .message = "The time for this is over."};
}

/// Runs both until one ends, and destroys the other; `void` becomes `std::monostate`. Where the
/// first ends without waiting, the second is never started.
template <typename A, typename B>
Task<std::variant<detail::Value<A>, detail::Value<B>>> race(Task<A> a, Task<B> b) {
  co_return co_await detail::FirstOf<A, B>(std::move(a), std::move(b));
}

/// The same for who awaits it at once: it needs no frame of its own.
template <typename A, typename B>
detail::FirstOf<A, B> first_of(Task<A> a, Task<B> b) {
  return {std::move(a), std::move(b)};
}

/// The task's result, or nothing where `event` is set first; then the task is destroyed. For who
/// awaits it at once.
template <typename T>
detail::Unless<T> unless(Event& event, Task<T> task) {
  return {std::move(task), event};
}

/// Runs all side by side; their results in the order of the tasks.
template <typename T>
Task<std::vector<T>> all(Loop& loop, std::vector<Task<T>> tasks) {
  std::vector<std::optional<T>> results(tasks.size());
  Scope scope(loop);
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    scope.spawn(detail::keep(std::move(tasks[i]), &results[i]));
  }
  co_await scope.join();
  std::vector<T> values;
  values.reserve(results.size());
  for (auto& result : results) values.push_back(std::move(*result));
  co_return values;
}

}  // namespace quorum::async
