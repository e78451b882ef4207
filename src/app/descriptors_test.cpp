#include "app/descriptors.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace quorum::app {
namespace {

TEST(Descriptors, LeaveRoomForUpstreamsAndFiles) {
  EXPECT_EQ(connections_within(1'048'576, 2, 20'000), 20'000U);
  EXPECT_EQ(connections_within(1128, 2, 20'000), 250U);
  EXPECT_EQ(connections_within(1128, 0, 20'000), 500U);
  EXPECT_EQ(connections_within(64, 2, 20'000), 16U);
  EXPECT_EQ(connections_within(64, 2, 5), 5U);
}

TEST(Descriptors, AreAsManyAsTheSystemAllowsNow) {
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  EXPECT_EQ(descriptor_limit(), limit.rlim_cur);
}

}  // namespace
}  // namespace quorum::app
