#include "app/branches.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace quorum::app {
namespace {

/// What the works of one test did, counted from their threads.
struct Seen {
  std::atomic<int> made = 0;
  std::atomic<int> stopped = 0;
  std::atomic<int> destroyed_at_home = 0;
  std::atomic<int> destroyed = 0;
  std::thread::id home = std::this_thread::get_id();
};

class CountedWork final : public Work {
 public:
  CountedWork(async::Loop& loop, Seen& seen) : loop_(loop), seen_(seen) { ++seen_.made; }
  ~CountedWork() override {
    ++seen_.destroyed;
    if (std::this_thread::get_id() == seen_.home) ++seen_.destroyed_at_home;
  }
  Task<> stop() override {
    co_await loop_.yield();
    ++seen_.stopped;
  }

 private:
  async::Loop& loop_;
  Seen& seen_;
};

Branches::MakeWork counted(Seen& seen) {
  return [&seen](async::Loop& loop) -> Result<std::unique_ptr<Work>> {
    return std::make_unique<CountedWork>(loop, seen);
  };
}

Task<int> stop_and_count(Branches& branches, Seen& seen) {
  co_await branches.stop();
  co_return seen.destroyed.load();
}

TEST(Branches, StopEndsAllOfThemOnTheirOwnThreads) {
  const auto home = async::Loop::create();
  ASSERT_TRUE(home);
  Seen seen;
  Branches branches(**home);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(branches.start(counted(seen)));
  EXPECT_EQ(seen.made, 3);
  EXPECT_EQ(seen.stopped, 0);
  EXPECT_EQ((*home)->run_until_done(stop_and_count(branches, seen)), 3);
  EXPECT_EQ(seen.stopped, 3);
  EXPECT_EQ(seen.destroyed_at_home, 0);
}

TEST(Branches, OneThatCannotStartSaysWhyAndLeavesTheOthers) {
  const auto home = async::Loop::create();
  ASSERT_TRUE(home);
  Seen seen;
  {
    Branches branches(**home);
    ASSERT_TRUE(branches.start(counted(seen)));
    const auto failed = branches.start([](async::Loop&) -> Result<std::unique_ptr<Work>> {
      return Error{.code = Errc::unavailable, .message = "The port is taken."};
    });
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().message, "The port is taken.");
  }
  EXPECT_EQ(seen.stopped, 1);
  EXPECT_EQ(seen.destroyed, 1);
}

TEST(Branches, NoneIsStoppedAtOnce) {
  const auto home = async::Loop::create();
  ASSERT_TRUE(home);
  Seen seen;
  Branches branches(**home);
  EXPECT_EQ((*home)->run_until_done(stop_and_count(branches, seen)), 0);
}

}  // namespace
}  // namespace quorum::app
