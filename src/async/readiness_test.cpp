#include "async/readiness.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "async/scope.hpp"
#include "testkit/run.hpp"

namespace quorum::async {
namespace {

using std::chrono::seconds;

Task<> wait_for(Readiness* readiness, Way way, int* passed) {
  if (co_await readiness->wait(way)) ++*passed;
}

TEST(Readiness, WakesOnlyWhoWaitsForTheWayThatOpens) {
  auto main = [](Loop& loop) -> Task<> {
    Readiness readiness(loop);
    int readers = 0;
    int writers = 0;
    Scope scope(loop);
    scope.spawn(wait_for(&readiness, Way::read, &readers));
    scope.spawn(wait_for(&readiness, Way::write, &writers));
    co_await loop.yield();
    EXPECT_TRUE(readiness.is_awaited(Way::read));
    readiness.open(Way::write);
    co_await loop.sleep(seconds(1));
    EXPECT_EQ(readers, 0);
    EXPECT_EQ(writers, 1);
    EXPECT_TRUE(readiness.is_open(Way::write));
    readiness.close(Way::write);
    EXPECT_FALSE(readiness.is_open(Way::write));
  };
  testkit::run(main);
}

TEST(Readiness, LetsWhatIsReadyPassEvenAfterTheDeadline) {
  auto main = [](Loop& loop) -> Task<> {
    Readiness readiness(loop);
    readiness.set_deadline(loop.now() + seconds(1));
    EXPECT_EQ((co_await readiness.wait(Way::read)).error().code, Errc::deadline_exceeded);
    EXPECT_EQ((co_await readiness.wait(Way::write)).error().code, Errc::deadline_exceeded);
    readiness.open(Way::read);
    EXPECT_TRUE(co_await readiness.wait(Way::read));
    readiness.close(Way::read);
    readiness.set_deadline(loop.now() + seconds(1));
    const TimePoint start = loop.now();
    EXPECT_FALSE(co_await readiness.wait(Way::read));
    EXPECT_EQ(loop.now() - start, seconds(1));
  };
  testkit::run(main);
}

TEST(Readiness, EndsForEverybodyOnce) {
  auto main = [](Loop& loop) -> Task<> {
    Readiness readiness(loop);
    EXPECT_FALSE(readiness.has_ended());
    readiness.set_ended();
    co_await readiness.ended();
    co_await readiness.ended();
    EXPECT_TRUE(readiness.has_ended());
  };
  testkit::run(main);
}

}  // namespace
}  // namespace quorum::async
