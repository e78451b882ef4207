#include "bench/histogram.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace quorum::bench {
namespace {

TEST(Histogram, TellsSmallValuesExactly) {
  Histogram histogram;
  for (std::uint64_t i = 1; i <= 100; ++i) histogram.add(i);

  EXPECT_EQ(histogram.count(), 100u);
  EXPECT_EQ(histogram.quantile(0.5), 50u);
  EXPECT_EQ(histogram.quantile(0.99), 99u);
  EXPECT_EQ(histogram.quantile(0.999), 100u);
  EXPECT_EQ(histogram.quantile(0), 1u);
  EXPECT_EQ(histogram.quantile(1), 100u);
}

TEST(Histogram, IsNeverMoreThanAHundredthTooHighAndNeverTooLow) {
  for (const std::uint64_t value : {127ull, 128ull, 255ull, 256ull, 1'000ull, 65'535ull, 65'536ull,
                                    123'456'789ull, 1ull << 62, ~0ull}) {
    auto histogram = std::make_unique<Histogram>();
    histogram->add(value);
    histogram->add(~0ull);
    const auto told = histogram->quantile(0.5);
    EXPECT_GE(told, value);
    EXPECT_LE(told - value, value / 100) << value;
  }
}

TEST(Histogram, IsEmptyAtFirst) {
  const Histogram histogram;
  EXPECT_EQ(histogram.quantile(0.5), 0u);
  EXPECT_EQ(histogram.max(), 0u);
}

TEST(Histogram, TwoMergedAreAsOne) {
  Histogram one;
  Histogram other;
  for (int i = 0; i < 90; ++i) one.add(10);
  for (int i = 0; i < 10; ++i) other.add(100'000);
  one.merge(other);

  EXPECT_EQ(one.count(), 100u);
  EXPECT_EQ(one.quantile(0.9), 10u);
  EXPECT_EQ(one.quantile(0.91), 100'000u);
  EXPECT_EQ(one.max(), 100'000u);
}

}  // namespace
}  // namespace quorum::bench
