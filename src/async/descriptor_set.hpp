#pragma once
/// Waiting for any of the descriptors that a library opens and closes as it likes.

#include <memory>
#include <vector>

#include "async/descriptor.hpp"
#include "async/loop.hpp"
#include "async/system.hpp"
#include "async/task.hpp"
#include "core/error.hpp"

namespace quorum::async {

/// Owns none of them. One task waits at a time.
class DescriptorSet {
 public:
  struct Ready {
    int fd = -1;
    bool can_read = false;
    bool can_write = false;
  };

  static Result<std::unique_ptr<DescriptorSet>> create(Loop& loop);

  /// What of `fd` is waited for from now on, also by a wait in progress; nothing where neither is
  /// wanted, as must be said before it is closed.
  void want(int fd, bool reading, bool writing);

  /// Those that are ready, some at least, or none once `moment` has come. A library is asked again
  /// for what it leaves unread.
  Task<std::vector<Ready>> wait(TimePoint moment);

  /// A wait in progress ends at `moment` at the latest.
  void hurry(TimePoint moment);

 private:
  DescriptorSet(Fd epoll, std::unique_ptr<Descriptor> descriptor)
      : epoll_(std::move(epoll)), descriptor_(std::move(descriptor)) {}

  Fd epoll_;                                ///< Inside the loop's own.
  std::unique_ptr<Descriptor> descriptor_;  ///< Ends before the descriptor that it watches.
  TimePoint until_ = TimePoint::max();
};

}  // namespace quorum::async
