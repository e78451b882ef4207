#include "async/loop.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "async/child_process.hpp"
#include "async/descriptor.hpp"
#include "async/event.hpp"
#include "async/scope.hpp"
#include "testkit/run.hpp"

namespace quorum::async {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;

TEST(SimulatedLoop, PassesADayInAMoment) {
  auto main = [](Loop& loop) -> Task<Duration> {
    const TimePoint start = loop.now();
    co_await loop.sleep(hours(24));
    co_return loop.now() - start;
  };
  EXPECT_EQ(testkit::run(main), hours(24));
}

TEST(SimulatedLoop, SleepsNeverLessThanAskedAndAtMostATickMore) {
  auto main = [](Loop& loop) -> Task<> {
    for (const auto asked : {microseconds(0), microseconds(1), microseconds(999),
                             microseconds(1000), microseconds(1001), microseconds(70'000'001)}) {
      const TimePoint start = loop.now();
      co_await loop.sleep(asked);
      EXPECT_GE(loop.now() - start, asked);
      EXPECT_LE(loop.now() - start, asked + milliseconds(1));
    }
    const TimePoint start = loop.now();
    co_await loop.sleep(milliseconds(-5));
    co_await loop.sleep_until(start - hours(10));
    EXPECT_EQ(loop.now(), start);
  };
  testkit::run(main);
}

TEST(SimulatedLoop, CountsUnixTimeFromAFixedMoment) {
  auto main = [](Loop& loop) -> Task<UnixMs> {
    co_await loop.sleep(milliseconds(1234));
    co_return loop.unix_ms();
  };
  EXPECT_EQ(testkit::run(main), 1'800'000'001'234);
}

TEST(Loop, GoesByTheWallClock) {
  const auto loop = Loop::create().value();
  auto main = [](Loop& here) -> Task<> {
    for (int i = 0; i < 3; ++i) {
      const auto before = SystemClock().unix_ms();
      co_await here.sleep(milliseconds(2));
      // By the turn's time: the slack is for a machine that has others to serve.
      EXPECT_NEAR(static_cast<double>(here.unix_ms()), static_cast<double>(before), 10'000);
    }
  };
  loop->run_until_done(main(*loop));
}

Task<> note(std::string* order, char name) {
  order->push_back(name);
  co_return;
}

std::string order_of_eight(std::uint64_t seed) {
  auto main = [](Loop& loop) -> Task<std::string> {
    std::string order;
    Scope scope(loop);
    for (const char name : {'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'})
      scope.spawn(note(&order, name));
    co_await scope.join();
    co_return order;
  };
  return testkit::run(main, seed);
}

TEST(SimulatedLoop, OrdersReadyWorkByItsSeedAndOnlyByIt) {
  const std::string first = order_of_eight(1);
  EXPECT_EQ(order_of_eight(1), first);
  EXPECT_NE(order_of_eight(2), first);
  std::string sorted = first;
  std::ranges::sort(sorted);
  EXPECT_EQ(sorted, "abcdefgh");
}

TEST(SimulatedLoop, RunsUntilNothingCanHappen) {
  const auto loop = Loop::simulated(1);
  std::string order;
  loop->post([&] { order += "posted "; });
  auto sleeper = [](Loop& on, std::string* into) -> Task<> {
    co_await on.sleep(hours(1));
    *into += "slept";
  };
  Scope scope(*loop);
  scope.spawn(sleeper(*loop, &order));
  loop->run();
  EXPECT_EQ(order, "posted slept");
}

TEST(SimulatedLoop, WaitsForWorkOutsideBeforeTimePasses) {
  auto main = [](Loop& loop) -> Task<Duration> {
    const TimePoint start = loop.now();
    Event answered(loop);
    auto outside = std::make_unique<Loop::Outside>(loop);
    std::thread worker([&] {
      loop.post([&] {
        outside.reset();
        answered.set();
      });
    });
    Scope scope(loop);
    auto sleeper = [](Loop& on) -> Task<> { co_await on.sleep(hours(1)); };
    scope.spawn(sleeper(loop));
    co_await answered.wait();
    worker.join();
    co_return loop.now() - start;
  };
  EXPECT_EQ(testkit::run(main), Duration(0));
}

TEST(Loop, YieldLetsAllOtherReadyWorkRunFirst) {
  for (std::uint64_t seed = 1; seed < 20; ++seed) {
    auto main = [](Loop& loop) -> Task<std::string> {
      std::string order;
      Scope scope(loop);
      for (const char name : {'a', 'b', 'c'}) scope.spawn(note(&order, name));
      co_await loop.yield();
      order.push_back('!');
      co_return order;
    };
    const std::string order = testkit::run(main, seed);
    EXPECT_EQ(order.find('!'), 3U) << order << ", seed " << seed;
  }
}

/// Hands its waiter out to be woken.
struct Parked {
  explicit Parked(Loop& loop) : waiter(loop) {}
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) { waiter.park(coroutine); }
  void await_resume() const {}
  Waiter waiter;
};

TEST(Waiter, IsResumedOnceForAllWakesAndNotByLateOnes) {
  auto main = [](Loop& loop) -> Task<int> {
    int resumed = 0;
    Parked parked(loop);
    auto wait = [](Loop& on, Parked* what, int* count) -> Task<> {
      co_await *what;
      ++*count;
      co_await on.sleep(hours(1));
      ++*count;
    };
    parked.waiter.wake();  // Nobody waits yet.
    Scope scope(loop);
    scope.spawn(wait(loop, &parked, &resumed));
    co_await loop.yield();
    for (int i = 0; i < 3; ++i) parked.waiter.wake();
    co_await loop.yield();
    parked.waiter.wake();
    co_await loop.yield();
    co_return resumed;
  };
  EXPECT_EQ(testkit::run(main), 1);
}

TEST(Loop, RunsJobsInTheOrderOfPostingAndNeverInsideTheCaller) {
  auto main = [](Loop& loop) -> Task<std::string> {
    std::string order;
    Event done(loop);
    loop.post([&] {
      order += "1";
      loop.post([&] {
        order += "3";
        done.set();
      });
      order += "2";
    });
    order += "0";
    co_await done.wait();
    co_return order;
  };
  EXPECT_EQ(testkit::run(main), "0123");
  EXPECT_EQ(testkit::run_for_real(main), "0123");
}

TEST(Loop, SleepsForReal) {
  auto main = [](Loop& loop) -> Task<Duration> {
    const TimePoint start = loop.now();
    co_await loop.sleep(microseconds(2500));
    co_return loop.now() - start;
  };
  EXPECT_GE(testkit::run_for_real(main), microseconds(2500));
}

TEST(Loop, TakesJobsFromManyThreadsAndStops) {
  const auto loop = *Loop::create();
  constexpr int kThreads = 4;
  constexpr int kJobs = 2000;
  std::vector<int> last(kThreads, -1);
  int count = 0;
  std::vector<std::jthread> threads;
  for (std::size_t thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int job = 0; job < kJobs; ++job) {
        loop->post([&, thread, job] {
          EXPECT_EQ(last[thread], job - 1);
          last[thread] = job;
          if (++count == kThreads * kJobs) loop->stop();
        });
      }
    });
  }
  loop->run();
  EXPECT_EQ(count, kThreads * kJobs);
}

TEST(Loop, StoppedBeforeItRunsReturnsAtOnceAndRunsAgainLater) {
  const auto loop = *Loop::create();
  loop->stop();
  loop->run();
  bool has_run = false;
  loop->post([&] {
    has_run = true;
    loop->stop();
  });
  loop->run();
  EXPECT_TRUE(has_run);
}

TEST(Loop, DropsJobsThatNeverRan) {
  const auto owned = std::make_shared<int>(1);
  {
    const auto loop = *Loop::create();
    loop->post([owned] { FAIL(); });
    EXPECT_EQ(owned.use_count(), 2);
  }
  EXPECT_EQ(owned.use_count(), 1);
}

TEST(Loop, LooksAtDescriptorsAndTimersWhileThereIsAlwaysWork) {
  auto main = [](Loop& loop) -> Task<> {
    int passed = 0;
    auto sleep = [](Loop& on, int* count) -> Task<> {
      co_await on.sleep(milliseconds(1));
      ++*count;
    };
    auto write = [](Loop& on, int* count) -> Task<> {
      const auto ends = *socket_pair();
      const auto descriptor = *Descriptor::watch(on, ends.ours.get(), Descriptor::Trigger::edge);
      EXPECT_TRUE(co_await descriptor->writable());
      ++*count;
    };
    Scope scope(loop);
    scope.spawn(sleep(loop, &passed));
    scope.spawn(write(loop, &passed));
    while (passed < 2) co_await loop.yield();
  };
  testkit::run_for_real(main);
}

}  // namespace
}  // namespace quorum::async
