#include "async/descriptor_set.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <chrono>

#include "async/scope.hpp"
#include "testkit/run.hpp"

namespace quorum::async {
namespace {

using namespace std::chrono_literals;

struct Pipe {
  Pipe() { EXPECT_EQ(::pipe(ends.data()), 0); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    for (const int end : ends) ::close(end);
  }
  std::array<int, 2> ends{};
};

TEST(DescriptorSet, TellsWhichOfThemAreReady) {
  testkit::run_for_real([](Loop& loop) -> Task<> {
    Pipe quiet;
    Pipe spoken;
    const auto set = *DescriptorSet::create(loop);
    set->want(quiet.ends[0], true, false);
    set->want(spoken.ends[0], true, false);
    EXPECT_EQ(::write(spoken.ends[1], "x", 1), 1);
    // Unread, it is told again.
    for (int i = 0; i < 2; ++i) {
      const auto ready = co_await set->wait(TimePoint::max());
      EXPECT_EQ(ready.size(), 1U);
      EXPECT_EQ(ready[0].fd, spoken.ends[0]);
      EXPECT_TRUE(ready[0].can_read);
      EXPECT_FALSE(ready[0].can_write);
    }
    set->want(spoken.ends[0], false, false);
    set->want(quiet.ends[1], false, true);
    const auto writable = co_await set->wait(TimePoint::max());
    EXPECT_EQ(writable.size(), 1U);
    EXPECT_EQ(writable[0].fd, quiet.ends[1]);
    EXPECT_TRUE(writable[0].can_write);
  });
}

TEST(DescriptorSet, TellsNothingOnceItsTimeHasCome) {
  testkit::run_for_real([](Loop& loop) -> Task<> {
    Pipe quiet;
    const auto set = *DescriptorSet::create(loop);
    set->want(quiet.ends[0], true, false);
    const auto begun = loop.now();
    EXPECT_TRUE((co_await set->wait(begun + 5ms)).empty());
    EXPECT_GE(loop.now() - begun, 5ms);
  });
}

TEST(DescriptorSet, ASoonerMomentIsHeardInsideAWait) {
  testkit::run_for_real([](Loop& loop) -> Task<> {
    Pipe quiet;
    const auto set = *DescriptorSet::create(loop);
    set->want(quiet.ends[0], true, false);
    Scope scope(loop);
    auto hurry = [](Loop& on, DescriptorSet& waiting) -> Task<> {
      co_await on.yield();
      waiting.hurry(on.now() + 2ms);
    };
    scope.spawn(hurry(loop, *set));
    EXPECT_TRUE((co_await set->wait(TimePoint::max())).empty());
  });
}

}  // namespace
}  // namespace quorum::async
