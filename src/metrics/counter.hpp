#pragma once
/// Numbers that one thread writes and any thread reads.

#include <atomic>
#include <cstdint>

namespace quorum::metrics {

/// No locked instruction and no shared cache line on the writer's side: an addition is a load and a
/// store. Readers see a value that was true a moment ago. Two writers would lose additions.
class Counter {
 public:
  Counter() = default;
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;

  void add(std::uint64_t count) {
    value_.store(value_.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
  }
  void set(std::uint64_t value) { value_.store(value, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

}  // namespace quorum::metrics
