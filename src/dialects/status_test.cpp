#include "dialects/status.hpp"

#include <gtest/gtest.h>

namespace quorum::dialects {
namespace {

TEST(Status, TellsWhoMustChangeWhat) {
  EXPECT_EQ(status_of(Errc::invalid_request), 400);
  EXPECT_EQ(status_of(Errc::unauthenticated), 401);
  EXPECT_EQ(status_of(Errc::rate_limited), 429);
  EXPECT_EQ(status_of(Errc::upstream_failed), 502);
  EXPECT_EQ(status_of(Errc::unavailable), 503);
  EXPECT_EQ(status_of(Errc::internal), 500);
}

}  // namespace
}  // namespace quorum::dialects
