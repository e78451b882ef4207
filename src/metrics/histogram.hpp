#pragma once
/// How long things took: a distribution in fixed memory, exact to less than one percent.

#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "metrics/counter.hpp"

namespace quorum::metrics {

/// Buckets of nanoseconds, log-linear: each doubling of time is divided into 64 equal ones, and up
/// to 128 ns every nanosecond has its own. So a bucket's middle is off by 0.8 % at most, whatever
/// the magnitude. What takes longer than 4.8 hours is counted in the last bucket.
struct Buckets {
  static constexpr int kShiftMax = 37;
  static constexpr std::size_t kPerDoubling = 64;
  static constexpr std::size_t kCount = (kShiftMax + 2) * kPerDoubling;

  static constexpr std::size_t index(std::uint64_t nanoseconds) {
    const auto bits = std::bit_width(nanoseconds);
    const auto shift = bits > 7 ? bits - 7 : 0;
    if (shift > kShiftMax) return kCount - 1;
    return static_cast<std::size_t>(shift) * kPerDoubling + (nanoseconds >> shift);
  }
  static constexpr std::uint64_t lowest(std::size_t index) {
    const auto shift = shift_of(index);
    return (index - shift * kPerDoubling) << shift;
  }
  static constexpr std::uint64_t highest(std::size_t index) {
    return lowest(index) + ((std::uint64_t{1} << shift_of(index)) - 1);
  }

 private:
  static constexpr std::size_t shift_of(std::size_t index) {
    return index < 2 * kPerDoubling ? 0 : index / kPerDoubling - 1;
  }
};

/// What several histograms hold together, at one moment.
class Distribution {
 public:
  void add(std::size_t bucket, std::uint64_t count) {
    counts_[bucket] += count;
    count_ += count;
  }
  void add(const Distribution& other);
  void add_sum(std::uint64_t nanoseconds) { sum_ns_ += nanoseconds; }

  std::uint64_t count() const { return count_; }
  double sum_seconds() const { return static_cast<double>(sum_ns_) / 1e9; }

  /// How many took at most so long, but for those in the bucket through which `bound` goes.
  std::uint64_t count_up_to(std::chrono::nanoseconds bound) const;

  /// So long took the `part` that was fastest (0.5: half of them), to 0.8 %; zero without any.
  double quantile_seconds(double part) const;

 private:
  std::vector<std::uint64_t> counts_ = std::vector<std::uint64_t>(Buckets::kCount);
  std::uint64_t count_ = 0;
  std::uint64_t sum_ns_ = 0;
};

/// Written by one thread, read by any. 20 kB, of which only what is hit becomes memory.
class Histogram {
 public:
  void add(std::chrono::nanoseconds time) {
    const auto value = time.count() > 0 ? static_cast<std::uint64_t>(time.count()) : 0;
    counts_[Buckets::index(value)].add(1);
    sum_ns_.add(value);
  }
  void add_to(Distribution& all) const;

 private:
  Counter sum_ns_;
  std::array<Counter, Buckets::kCount> counts_{};
};

}  // namespace quorum::metrics
