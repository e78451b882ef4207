#include "govern/rate.hpp"

#include <gtest/gtest.h>

#include <random>
#include <thread>
#include <vector>

namespace quorum::govern {
namespace {

using namespace std::chrono_literals;

TimePoint at(Duration moment) { return TimePoint{} + moment; }

TEST(Rate, LetsSoManyPassAtOnceAndSaysWhenTheNextMay) {
  Rate rate;
  for (int left = 59; left >= 0; --left) {
    const auto taken = rate.take(60, at(5s));
    ASSERT_TRUE(taken.is_allowed);
    EXPECT_EQ(taken.left, left);
    EXPECT_EQ(taken.full_after, (60 - left) * 1s);
  }
  const auto refused = rate.take(60, at(5s));
  EXPECT_FALSE(refused.is_allowed);
  EXPECT_EQ(refused.left, 0);
  EXPECT_EQ(refused.wait, 1s);
  EXPECT_EQ(refused.full_after, 60s);

  EXPECT_FALSE(rate.take(60, at(6s - 1ns)).is_allowed);
  EXPECT_TRUE(rate.take(60, at(6s)).is_allowed);
  EXPECT_FALSE(rate.take(60, at(6s)).is_allowed);  // One, not a fresh minute.
}

TEST(Rate, ARefusedRequestTakesNothing) {
  Rate rate;
  ASSERT_TRUE(rate.take(1, at(0s)).is_allowed);
  for (int i = 1; i < 60; ++i) EXPECT_EQ(rate.take(1, at(i * 1s)).wait, (60 - i) * 1s);
  EXPECT_TRUE(rate.take(1, at(60s)).is_allowed);
}

TEST(Rate, IsFullAgainAfterAMinuteAndNeverFuller) {
  Rate rate;
  for (int minute : {0, 1, 500}) {
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(rate.take(3, at(minute * 61s)).is_allowed);
    EXPECT_FALSE(rate.take(3, at(minute * 61s)).is_allowed);
  }
}

TEST(Rate, AClockThatIsBehindGivesLessNotMore) {
  Rate rate;
  ASSERT_TRUE(rate.take(2, at(100s)).is_allowed);
  EXPECT_FALSE(rate.take(2, at(99s)).is_allowed);
  EXPECT_TRUE(rate.take(2, at(100s)).is_allowed);
  EXPECT_FALSE(rate.take(2, at(130s - 1ns)).is_allowed);
  EXPECT_TRUE(rate.take(2, at(130s)).is_allowed);
}

// The promise of the header, against every stretch of a random run, and against a bucket that is
// counted in fractions: what that one would let pass, passes.
TEST(Rate, KeepsItsPromiseInEveryStretchOfTime) {
  std::mt19937_64 chance(20261121);
  for (const std::int64_t per_minute : {1, 2, 7, 59, 60, 61, 600, 99'991}) {
    Rate rate;
    const double interval = 60e9 / static_cast<double>(per_minute);
    std::exponential_distribution<double> gap(1.5 / interval);
    std::vector<std::int64_t> passed;
    double bucket = static_cast<double>(per_minute);
    std::int64_t now = 0;
    for (int i = 0; i < 1500; ++i) {
      // Bursts, a crowd somewhat too large, and now and then a silence.
      const bool is_burst = chance() % 3 == 0;
      const auto step = is_burst ? 0 : static_cast<std::int64_t>(gap(chance));
      const auto silence = chance() % 400 == 0 ? 90'000'000'000 : 0;
      now += step + silence;
      bucket = std::min(static_cast<double>(per_minute),
                        bucket + static_cast<double>(step + silence) / interval);
      const auto taken = rate.take(per_minute, at(std::chrono::nanoseconds(now)));
      // A billionth aside, which rounding takes.
      if (bucket >= 1.0 + 1e-6) EXPECT_TRUE(taken.is_allowed) << per_minute << ' ' << bucket;
      if (!taken.is_allowed) {
        EXPECT_LT(bucket, 1.0 + 1e-6) << per_minute;
        continue;
      }
      bucket -= 1;
      passed.push_back(now);
    }
    for (std::size_t first = 0; first < passed.size(); ++first) {
      for (auto last = first; last < passed.size(); ++last) {
        const auto stretch = static_cast<double>(passed[last] - passed[first]);
        const auto most = static_cast<double>(per_minute) + stretch / interval;
        ASSERT_LE(static_cast<double>(last - first + 1), most + 1e-6) << per_minute;
      }
    }
  }
}

TEST(Rate, IsExactAcrossThreads) {
  constexpr std::int64_t kMax = 5'000;
  Rate rate;
  std::atomic<std::int64_t> passed{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        for (int k = 0; k < 2'000; ++k) {
          if (rate.take(kMax, at(1s)).is_allowed) passed.fetch_add(1);
        }
      });
    }
  }
  EXPECT_EQ(passed.load(), kMax);
}

}  // namespace
}  // namespace quorum::govern
