#pragma once
/// Gives back to the machine what a burst has left with the allocator.

#include <chrono>
#include <cstddef>

#include "async/loop.hpp"
#include "async/task.hpp"

namespace quorum::app {

/// The process's allocator.
class Heap {
 public:
  virtual ~Heap() = default;

  /// In the process's hands, and not in use.
  virtual std::size_t spare_bytes() const = 0;

  /// Returns to the machine what whole pages of it can be; takes about 0.1 ms a megabyte.
  virtual void give_back() = 0;
};

/// glibc's: by itself it returns only what lies at its end, so that one small block above ten
/// thousand ended streams keeps all of their memory.
Heap& system_heap();

/// Lets go of the pages of code that were run until now: at the end of a start most of them will
/// not be run again. Those that are come back from the system's cache, a few microseconds each.
void let_go_of_code();

/// Both outlive the task, which goes on for ever: what was spare at two looks, one `pause` apart,
/// and amounts to more than 32 MB, is given back.
Task<> return_spare_memory(async::Loop& loop, Heap& heap,
                           std::chrono::seconds pause = std::chrono::seconds(10));

}  // namespace quorum::app
