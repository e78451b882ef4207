#pragma once
/// Threads for calls that block and cannot be awaited.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "async/loop.hpp"
#include "async/reply.hpp"
#include "async/task.hpp"
#include "core/error.hpp"

namespace quorum::async {

struct OffloadConfig {
  std::size_t threads = 4;
  std::size_t queue_max = 1024;  ///< Calls that no thread has begun yet.
};

/// Used from any number of loops. Outlives every task that awaits it.
class Offload {
 public:
  explicit Offload(OffloadConfig config);
  Offload(const Offload&) = delete;
  Offload& operator=(const Offload&) = delete;

  /// Waits for the calls that run; those that have not begun are `cancelled`.
  ~Offload();

  /// Calls `function` on one of the threads and gives its value (in a `Result`, if it is not one)
  /// on `home`, from which this is awaited. A full queue is `unavailable`. Destroying the task
  /// abandons the call: not begun, it never is; begun, its value is dropped.
  /// What `function` refers to must last as long as it may run, so mostly it owns it. It throws
  /// nothing.
  template <typename Function>
  auto run(Loop& home, Function function);

 private:
  enum class Fate : std::uint8_t { run, drop };
  using Call = std::move_only_function<void(Fate)>;
  struct State;

  template <typename T>
  struct AsResult {
    using Type = Result<T>;
  };
  template <typename T>
  struct AsResult<Result<T>> {
    using Type = Result<T>;
  };

  template <typename R, typename Function>
  static R call(Function& function) {
    if constexpr (std::is_void_v<std::invoke_result_t<Function&>>) {
      function();
      return {};
    } else {
      return function();
    }
  }

  template <typename R, typename Function>
  Task<R> run_as(Loop& home, Function function);

  /// False when the queue is full.
  bool submit(Call call);

  std::unique_ptr<State> state_;
};

template <typename Function>
auto Offload::run(Loop& home, Function function) {
  using R = typename AsResult<std::invoke_result_t<Function&>>::Type;
  return run_as<R>(home, std::move(function));
}

template <typename R, typename Function>
Task<R> Offload::run_as(Loop& home, Function function) {
  auto reply = std::make_shared<Reply<R>>(home);
  typename Reply<R>::Wait answer(home, reply);
  const bool is_taken =
      submit([reply, kept = std::optional<Function>(std::move(function))](Fate fate) mutable {
        if (fate == Fate::drop) {
          return reply->send(R(Error{.code = Errc::cancelled, .message = "Shutting down."}));
        }
        if (reply->is_abandoned()) return;
        R result = call<R>(*kept);
        // Before the answer: the task that gets it may end what the function still refers to.
        kept.reset();
        reply->send(std::move(result));
      });
  if (!is_taken) {
    co_return R(Error{.code = Errc::unavailable, .message = "Too much work waits already."});
  }
  co_return co_await answer;
}

}  // namespace quorum::async
