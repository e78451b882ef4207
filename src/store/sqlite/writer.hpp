#pragma once
/// The one thread that writes: everything asked for while it was busy becomes one transaction.

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "core/error.hpp"
#include "store/debates.hpp"
#include "store/sqlite/connection.hpp"

namespace quorum::store::sqlite {

/// Commits in the order of asking. A transaction that holds anything durable is synced to the disk
/// before anyone hears of it, and with it everything committed before.
class Writer {
 public:
  /// Writes, or refuses before it has written anything (`conflict`, `not_found`). Every other error
  /// undoes the whole transaction; when it is our fault (`internal`) and not the disk's, each job
  /// is tried again alone. So it may be called twice.
  using Work = std::move_only_function<Result<>(Connection&)>;

  enum class Haste : std::uint8_t {
    soon,  ///< Within 100 ms, so that many of them share a transaction.
    now,   ///< Somebody waits for it.
  };

  struct Job {
    Work work{};
    std::move_only_function<void(Result<>)> done{};  ///< On the writer's thread, after the commit.
    Durability durability = Durability::durable;
    Haste haste = Haste::now;
    std::size_t bytes = 0;  ///< About what the job holds in memory.
  };

  Writer(Connection connection, std::size_t queue_bytes_max);

  /// Commits what was asked for.
  ~Writer();

  /// Any thread. Refuses when more than `queue_bytes_max` wait already, and calls nothing then.
  Result<> submit(Job job);

  /// Whether so much waits that those who need not wait for their commit had better do so.
  bool is_crowded();

  /// Whether nothing that was asked for is uncommitted.
  bool is_idle();

 private:
  void run();
  std::vector<Job> take();
  void commit(std::vector<Job> jobs);
  std::vector<Result<>> attempt(std::span<Job> jobs);
  Result<> transact(std::span<Job> jobs, std::vector<Result<>>& results);

  Connection connection_;
  const std::size_t queue_bytes_max_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Job> queue_;
  std::size_t queued_bytes_ = 0;
  bool is_urgent_ = false;  ///< Something in the queue is to be done now.
  bool is_busy_ = false;
  bool is_stopping_ = false;

  std::jthread thread_;  ///< Last: it uses all of the above.
};

}  // namespace quorum::store::sqlite
