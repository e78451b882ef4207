#include "metrics/histogram.hpp"

#include <algorithm>
#include <cmath>

namespace quorum::metrics {

void Distribution::add(const Distribution& other) {
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  count_ += other.count_;
  sum_ns_ += other.sum_ns_;
}

std::uint64_t Distribution::count_up_to(std::chrono::nanoseconds bound) const {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < Buckets::kCount; ++i) {
    if (Buckets::highest(i) > static_cast<std::uint64_t>(bound.count())) break;
    count += counts_[i];
  }
  return count;
}

double Distribution::quantile_seconds(double part) const {
  if (count_ == 0) return 0;
  const auto wanted = static_cast<std::uint64_t>(std::ceil(part * static_cast<double>(count_)));
  const auto rank = std::clamp<std::uint64_t>(wanted, 1, count_);
  std::uint64_t seen = 0;
  std::size_t index = 0;
  while (seen + counts_[index] < rank) seen += counts_[index++];
  const auto middle = Buckets::lowest(index) + Buckets::highest(index);
  return static_cast<double>(middle) / 2e9;
}

void Histogram::add_to(Distribution& all) const {
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (const auto count = counts_[i].value(); count > 0) all.add(i, count);
  }
  all.add_sum(sum_ns_.value());
}

}  // namespace quorum::metrics
