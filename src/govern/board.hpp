#pragma once
/// Where the newest ring hangs for all loops to see.

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

#include "govern/ring.hpp"

namespace quorum::govern {

/// Any thread.
class Board {
 public:
  explicit Board(std::shared_ptr<const Ring> ring) : ring_(std::move(ring)) {}

  void hang(std::shared_ptr<const Ring> ring) {
    {
      const std::scoped_lock lock(mutex_);
      ring_.swap(ring);
    }
    version_.fetch_add(1, std::memory_order_release);
  }
  std::shared_ptr<const Ring> ring() const {
    const std::scoped_lock lock(mutex_);
    return ring_;
  }

  /// Another number once there is another ring: read by every request, written hardly ever.
  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }

 private:
  alignas(64) std::atomic<std::uint64_t> version_{1};
  alignas(64) mutable std::mutex mutex_;
  std::shared_ptr<const Ring> ring_;
};

}  // namespace quorum::govern
