#pragma once
/// What the worker's owner has said and the engine has not yet heard.

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "core/error.hpp"
#include "providers/local/protocol.hpp"

namespace quorum::llama {

/// A thread of its own reads the descriptor, so that a cancellation is heard in the middle of a
/// computation.
class Inbox {
 public:
  /// Reads `descriptor` until it ends. It stays the caller's and must end before this is destroyed.
  explicit Inbox(int descriptor);
  ~Inbox();

  /// Set while a cancellation waits to be taken, or once nobody listens any more: the model's work
  /// stops at once.
  const std::atomic<bool>& is_urgent() const { return is_urgent_; }

  /// Everything that has come; waits for something when `wait` says so. Nothing at the end.
  enum class Wait : bool { no, yes };
  std::vector<providers::LocalOrder> take(Wait wait);

  /// The other side has closed, or speaks nonsense. What came before can still be taken.
  bool is_over() const { return is_over_; }

 private:
  void read_all(int descriptor);
  void deliver(const std::vector<std::string>& frames);
  void end();

  std::mutex mutex_;
  std::condition_variable has_news_;
  std::vector<providers::LocalOrder> orders_;
  std::atomic<bool> is_urgent_ = false;
  std::atomic<bool> is_over_ = false;
  std::thread reader_;  ///< Last: it uses what is above.
};

}  // namespace quorum::llama
