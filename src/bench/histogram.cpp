#include "bench/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace quorum::bench {

std::size_t Histogram::bucket_of(std::uint64_t value) {
  if (value < kSubs) return static_cast<std::size_t>(value);
  const auto shift = static_cast<unsigned>(std::bit_width(value)) - kSubBits - 1;
  return (std::size_t{shift} + 1) * kSubs + static_cast<std::size_t>(value >> shift) - kSubs;
}

std::uint64_t Histogram::highest_in(std::size_t bucket) {
  if (bucket < kSubs) return bucket;
  const auto shift = bucket / kSubs - 1;
  const std::uint64_t lowest = std::uint64_t{bucket % kSubs + kSubs} << shift;
  return lowest + ((std::uint64_t{1} << shift) - 1);
}

void Histogram::add(std::uint64_t value) {
  ++buckets_[bucket_of(value)];
  ++count_;
  max_ = std::max(max_, value);
}

void Histogram::merge(const Histogram& other) {
  for (std::size_t i = 0; i < kBuckets; ++i) buckets_[i] += other.buckets_[i];
  count_ += other.count_;
  max_ = std::max(max_, other.max_);
}

std::uint64_t Histogram::quantile(double q) const {
  if (count_ == 0) return 0;
  const double asked = std::ceil(std::clamp(q, 0.0, 1.0) * static_cast<double>(count_));
  const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(asked));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < kBuckets; ++i) {
    seen += buckets_[i];
    if (seen >= rank) return std::min(highest_in(i), max_);
  }
  return max_;
}

}  // namespace quorum::bench
