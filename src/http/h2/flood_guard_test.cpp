#include "http/h2/flood_guard.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace quorum::h2 {
namespace {

using namespace std::chrono_literals;

TEST(FloodGuard, BearsABurstAndThenASteadyRate) {
  TimePoint now{};
  FloodGuard guard(now);
  for (int count = 0; count < 2'000; ++count) ASSERT_TRUE(guard.bear(1, now)) << count;
  for (int second = 0; second < 60; ++second) {
    now += 1s;
    for (int count = 0; count < 100; ++count) ASSERT_TRUE(guard.bear(1, now));
  }
  EXPECT_FALSE(guard.bear(1, now));
}

TEST(FloodGuard, NeverForgivesOneThatWentTooFar) {
  TimePoint now{};
  FloodGuard guard(now);
  for (int count = 0; count < 200; ++count) ASSERT_TRUE(guard.bear(10, now));
  EXPECT_FALSE(guard.bear(10, now));
  guard.earn(1'000);
  EXPECT_FALSE(guard.bear(1, now + 1h));
}

TEST(FloodGuard, BearsNoiseThatBelongsToWork) {
  const TimePoint now{};
  FloodGuard guard(now);
  for (int count = 0; count < 100'000; ++count) {
    guard.earn(2);
    ASSERT_TRUE(guard.bear(1, now));
  }
}

}  // namespace
}  // namespace quorum::h2
