#pragma once
/// Work on another thread's loop, awaited from this one.

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "async/loop.hpp"
#include "async/reply.hpp"
#include "async/root.hpp"
#include "async/task.hpp"

namespace quorum::async {
namespace detail {

/// Destroying it cancels the work, on its own thread; what has ended takes no notice.
class ErrandGuard final {
 public:
  ErrandGuard(Loop& there, Task<> task);
  ErrandGuard(const ErrandGuard&) = delete;
  ErrandGuard& operator=(const ErrandGuard&) = delete;
  ~ErrandGuard();

  void start();

  /// The work has ended by itself.
  void dismiss() { errand_.reset(); }

 private:
  Loop& there_;
  std::shared_ptr<Root> errand_;
};

template <typename T, typename Make>
Task<> run_errand(Make make, std::shared_ptr<Reply<T>> reply) {
  std::optional<T> value;
  {
    // Ends before the answer: the task that gets it may end what this still refers to.
    Make kept = std::move(make);
    value.emplace(co_await kept());
  }
  reply->send(std::move(*value));
}

}  // namespace detail

/// Runs the task that `make` makes on `there`, and gives its value here, on `home`, from which this
/// is awaited. Both loops outlive the returned task. `make` is called, and destroyed unless `there`
/// never runs again, on the other thread; so is the task, also where it is cancelled by destroying
/// the one returned here.
template <typename Make>
std::invoke_result_t<Make&> on_loop(Loop& there, Loop& home, Make make) {
  using Value = typename std::invoke_result_t<Make&>::Value;
  auto reply = std::make_shared<Reply<Value>>(home);
  typename Reply<Value>::Wait answer(home, reply);
  detail::ErrandGuard errand(there, detail::run_errand<Value>(std::move(make), reply));
  errand.start();
  Value value = co_await answer;
  errand.dismiss();
  co_return value;
}

}  // namespace quorum::async
