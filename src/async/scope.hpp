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

  /// Cancels what still runs. Not from inside one of the scope's own tasks.
  ~Scope();

  /// Starts `child` on the loop's next turn; the scope frees it when it ends.
  void spawn(Task<> child);

  /// Until every child has ended, those spawned meanwhile included.
  Task<> join();

  /// Destroys every child, running none of them further. From inside a child it takes effect when
  /// that child next waits.
  void cancel();

  std::size_t size() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace quorum::async
