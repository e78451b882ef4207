#include "metrics/histogram.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>

namespace quorum::metrics {
namespace {

using namespace std::chrono_literals;

Distribution of(const Histogram& histogram) {
  Distribution all;
  histogram.add_to(all);
  return all;
}

TEST(Buckets, FollowOneAnotherWithoutGapOrOverlap) {
  EXPECT_EQ(Buckets::lowest(0), 0U);
  for (std::size_t i = 0; i < Buckets::kCount; ++i) {
    EXPECT_EQ(Buckets::index(Buckets::lowest(i)), i);
    EXPECT_EQ(Buckets::index(Buckets::highest(i)), i);
    if (i > 0) EXPECT_EQ(Buckets::lowest(i), Buckets::highest(i - 1) + 1);
  }
  EXPECT_EQ(Buckets::highest(Buckets::kCount - 1), (std::uint64_t{1} << 44) - 1);
}

TEST(Buckets, AreWrittenOutHere) {
  EXPECT_EQ(Buckets::index(127), 127U);
  EXPECT_EQ(Buckets::index(128), 128U);
  EXPECT_EQ(Buckets::index(129), 128U);
  EXPECT_EQ(Buckets::index(130), 129U);
  EXPECT_EQ(Buckets::index(255), 191U);
  EXPECT_EQ(Buckets::index(256), 192U);
  EXPECT_EQ(Buckets::kCount, 2496U);
}

TEST(Buckets, TakeWhatIsTooLong) {
  EXPECT_EQ(Buckets::index(std::uint64_t{1} << 44), Buckets::kCount - 1);
  EXPECT_EQ(Buckets::index(~std::uint64_t{0}), Buckets::kCount - 1);
}

TEST(Buckets, AreOffByLessThanOnePercentInTheirMiddle) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 100'000; ++i) {
    const auto value = (random() >> 20) >> (random() % 43);
    const auto index = Buckets::index(value);
    const auto middle = static_cast<double>(Buckets::lowest(index) + Buckets::highest(index)) / 2;
    EXPECT_LE(std::abs(middle - static_cast<double>(value)), 0.0079 * static_cast<double>(value));
  }
}

TEST(Histogram, TellsQuantilesOfWhatItWasGiven) {
  Histogram histogram;
  for (int i = 1; i <= 1000; ++i) histogram.add(i * 1us);
  const auto all = of(histogram);
  EXPECT_EQ(all.count(), 1000U);
  EXPECT_DOUBLE_EQ(all.sum_seconds(), 0.5005);
  EXPECT_NEAR(all.quantile_seconds(0.5), 500e-6, 4e-6);
  EXPECT_NEAR(all.quantile_seconds(0.99), 990e-6, 8e-6);
  EXPECT_NEAR(all.quantile_seconds(1), 1000e-6, 8e-6);
  EXPECT_NEAR(all.quantile_seconds(0), 1e-6, 1e-8);
}

TEST(Histogram, WithoutAnythingIsZero) {
  const auto all = of(Histogram());
  EXPECT_EQ(all.count(), 0U);
  EXPECT_EQ(all.quantile_seconds(0.99), 0);
  EXPECT_EQ(all.sum_seconds(), 0);
}

TEST(Histogram, ATimeThatWentBackIsNone) {
  Histogram histogram;
  histogram.add(-5us);
  EXPECT_EQ(of(histogram).quantile_seconds(1), 0);
}

TEST(Histogram, CountsUpToABound) {
  Histogram histogram;
  histogram.add(100ns);
  histogram.add(1us);
  histogram.add(10ms);
  const auto all = of(histogram);
  EXPECT_EQ(all.count_up_to(99ns), 0U);
  EXPECT_EQ(all.count_up_to(100ns), 1U);
  EXPECT_EQ(all.count_up_to(5ms), 2U);
  EXPECT_EQ(all.count_up_to(20ms), 3U);
}

TEST(Distribution, AddsSeveralUp) {
  Histogram one;
  Histogram other;
  one.add(1ms);
  other.add(3ms);
  Distribution all;
  one.add_to(all);
  other.add_to(all);
  EXPECT_EQ(all.count(), 2U);
  EXPECT_DOUBLE_EQ(all.sum_seconds(), 0.004);
  EXPECT_EQ(all.count_up_to(2ms), 1U);
}

TEST(Histogram, MayBeReadWhileItIsWritten) {
  Histogram histogram;
  std::atomic<bool> is_done = false;
  std::thread writer([&] {
    for (int i = 0; i < 200'000; ++i) histogram.add(i * 1ns);
    is_done = true;
  });
  std::uint64_t before = 0;
  while (!is_done) {
    const auto count = of(histogram).count();
    EXPECT_GE(count, before);
    before = count;
  }
  writer.join();
  EXPECT_EQ(of(histogram).count(), 200'000U);
}

}  // namespace
}  // namespace quorum::metrics
