#pragma once
/// Work started side by side, none of which outlives the scope that started it.

#include <cstddef>
#include <memory>

#include "async/loop.hpp"
#include "async/task.hpp"

namespace quorum::async {

/// Owns running tasks. Single-threaded, like its loop, which outlives it.
class Scope {
 public:
  explicit Scope(Loop& loop);
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

  /// Cancels what still runs. A child from inside which it is destroyed runs on to its next wait.
  ~Scope();

  /// Starts `child` on the loop's next turn; the scope frees it when it ends.
  void spawn(Task<> child);

  /// Until every child has ended, those spawned meanwhile included.
  Task<> join();

  /// Destroys every child, running none of them further. From inside a child (or inside what a
  /// child has started) it takes effect, for that child, when that next waits.
  void cancel();

  /// The children that have not ended.
  std::size_t size() const;

 private:
  struct State;
  class Child;
  std::shared_ptr<State> state_;  ///< Shared with a `cancel` in progress only.
};

}  // namespace quorum::async
