#pragma once
/// The thread that reads, so that no loop waits for the disk.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "core/error.hpp"
#include "store/sqlite/connection.hpp"

namespace quorum::store::sqlite {

/// Answers in the order of asking.
class Reader {
 public:
  using Job = std::move_only_function<void(Connection&)>;

  Reader(Connection connection, std::size_t queue_max);

  /// Answers what was asked.
  ~Reader();

  /// Any thread. Refuses when `queue_max` wait already, and calls nothing then.
  Result<> submit(Job job);

 private:
  void run();

  Connection connection_;
  const std::size_t queue_max_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> queue_;
  bool is_stopping_ = false;

  std::jthread thread_;  ///< Last: it uses all of the above.
};

}  // namespace quorum::store::sqlite
