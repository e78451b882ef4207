#pragma once
/// How often which duration came: quantiles to within a hundredth, in fixed memory.

#include <array>
#include <cstddef>
#include <cstdint>

namespace quorum::bench {

/// Buckets as in an HDR histogram: exact below 128, then 128 of equal width for each doubling, so
/// that no value is told more than 0.8 % too high. Any 64-bit value fits.
class Histogram {
 public:
  void add(std::uint64_t value);
  void merge(const Histogram& other);

  std::uint64_t count() const { return count_; }
  std::uint64_t max() const { return max_; }

  /// The value below or at which a share `q` (0 to 1) of all lie; 0 where there is none.
  std::uint64_t quantile(double q) const;

 private:
  static constexpr unsigned kSubBits = 7;
  static constexpr std::size_t kSubs = std::size_t{1} << kSubBits;
  static constexpr std::size_t kBuckets = kSubs * (64 - kSubBits + 1);

  static std::size_t bucket_of(std::uint64_t value);
  static std::uint64_t highest_in(std::size_t bucket);

  std::array<std::uint64_t, kBuckets> buckets_{};
  std::uint64_t count_ = 0;
  std::uint64_t max_ = 0;
};

}  // namespace quorum::bench
