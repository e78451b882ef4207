#include "app/command/debate_home.hpp"

#include <gtest/gtest.h>

#include "testkit/run.hpp"

namespace quorum::app {
namespace {

TEST(DebateHome, IsCalledOnThisMachineWhereverTheServerListens) {
  EXPECT_EQ(address_of({.host = "127.0.0.1", .port = 8000}), "http://127.0.0.1:8000");
  EXPECT_EQ(address_of({.host = "0.0.0.0", .port = 80}), "http://127.0.0.1:80");
  EXPECT_EQ(address_of({.host = "::", .port = 80}), "http://127.0.0.1:80");
  EXPECT_EQ(address_of({.host = "::1", .port = 80}), "http://[::1]:80");
}

TEST(DebateHome, RefusesAnAddressThatIsNone) {
  const Config config;
  const auto home = testkit::run(
      [&](async::Loop& loop) { return find_debate_home(&loop, &config, "not a url"); });
  ASSERT_FALSE(home);
  EXPECT_EQ(home.error().code, Errc::invalid_request);
}

}  // namespace
}  // namespace quorum::app
