#include "async/signals.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>

#include "testkit/run.hpp"

namespace quorum::async {
namespace {

TEST(Signals, GivesThoseThatCameBeforeAndWhileItWaits) {
  auto main = [](Loop& loop) -> Task<> {
    const auto signals = *Signals::intercept(loop);
    ::raise(SIGINT);
    EXPECT_EQ(*co_await signals->next(), SIGINT);
    loop.post([] { ::raise(SIGTERM); });
    EXPECT_EQ(*co_await signals->next(), SIGTERM);
  };
  testkit::run_for_real(main);
}

TEST(Signals, LeavesThemAsTheyWere) {
  auto main = [](Loop& loop) -> Task<> {
    EXPECT_TRUE(Signals::intercept(loop).has_value());
    co_return;
  };
  testkit::run_for_real(main);
  EXPECT_EXIT(::raise(SIGTERM), testing::KilledBySignal(SIGTERM), "");
}

}  // namespace
}  // namespace quorum::async
