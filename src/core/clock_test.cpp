#include "core/clock.hpp"

#include <gtest/gtest.h>

namespace quorum {
namespace {

TEST(Clock, WritesAMomentAsRfc3339) {
  EXPECT_EQ(rfc3339(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(rfc3339(1'795'253'150'123), "2026-11-21T09:25:50.123Z");
  EXPECT_EQ(rfc3339(951'782'399'999), "2000-02-28T23:59:59.999Z");
}

TEST(Clock, AManualClockMovesOnlyWhenTold) {
  ManualClock clock;
  const auto start = clock.now();
  EXPECT_EQ(clock.now(), start);
  clock.advance(std::chrono::milliseconds{1500});
  EXPECT_EQ(clock.now() - start, std::chrono::milliseconds{1500});
  EXPECT_EQ(clock.unix_ms(), 1'800'000'001'500);
}

}  // namespace
}  // namespace quorum
