#include "async/task.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "async/channel.hpp"
#include "async/combine.hpp"
#include "async/event.hpp"
#include "async/memory_stream.hpp"
#include "async/scope.hpp"
#include "testkit/run.hpp"

namespace quorum::async {
namespace {

using std::chrono::seconds;

static_assert(!std::is_copy_constructible_v<Task<int>>);

/// Counts those alive, so that a frame which is not destroyed, or twice, shows.
class Live {
 public:
  explicit Live(int* count) : count_(count) { ++*count_; }
  Live(Live&& other) noexcept : count_(std::exchange(other.count_, nullptr)) {}
  Live(const Live&) = delete;
  Live& operator=(Live&&) = delete;
  Live& operator=(const Live&) = delete;
  ~Live() {
    if (count_ != nullptr) --*count_;
  }

 private:
  int* count_;
};

Task<std::unique_ptr<int>> make_number(int number) { co_return std::make_unique<int>(number); }

TEST(Task, GivesValuesThatCanOnlyBeMoved) {
  auto main = [](Loop&) -> Task<int> {
    const std::unique_ptr<int> number = co_await make_number(5);
    co_return *number;
  };
  EXPECT_EQ(testkit::run(main), 5);
}

TEST(Task, ThatWasDoneIsAwaitedInNoTime) {
  auto main = [](Loop& loop) -> Task<> {
    EXPECT_EQ(co_await Task<int>::done(), 0);
    EXPECT_TRUE(co_await Task<Result<>>::done());
    co_await Task<>::done();
    auto moved = Task<int>::done();
    auto again = std::move(moved);
    EXPECT_TRUE(again.is_done());
    const auto first = co_await race(Task<int>::done(), make_number(5));
    EXPECT_EQ(std::get<0>(first), 0);
    auto sleeping = [](Loop* on) -> Task<> { co_await on->sleep(seconds(1)); };
    EXPECT_EQ((co_await race(sleeping(&loop), Task<int>::done())).index(), 1U);
    EXPECT_TRUE(co_await with_deadline(loop, loop.now(), Task<Result<int>>::done()));
    Scope scope(loop);
    scope.spawn(Task<>::done());
    EXPECT_EQ(scope.size(), 0U);
    co_await scope.join();
  };
  testkit::run(main);
}

Task<int> raise_flag(bool* flag) {
  *flag = true;
  co_return 1;
}

TEST(Task, StartsOnlyWhenItIsAwaited) {
  bool has_begun = false;
  {
    const auto never = raise_flag(&has_begun);
  }
  EXPECT_FALSE(has_begun);
  testkit::run([&](Loop&) { return raise_flag(&has_begun); });
  EXPECT_TRUE(has_begun);
}

TEST(Task, MovesWithItsWork) {
  auto main = [](Loop&) -> Task<int> {
    bool first = false;
    bool second = false;
    auto task = raise_flag(&first);
    task = raise_flag(&second);
    auto moved = std::move(task);
    const int sum = co_await std::move(moved);
    EXPECT_FALSE(first);
    EXPECT_TRUE(second);
    co_return sum;
  };
  EXPECT_EQ(testkit::run(main), 1);
}

Task<int> depth(int levels) {
  if (levels == 0) co_return 0;
  co_return co_await depth(levels - 1) + 1;
}

TEST(Task, ReachesAnyDepthWithoutUsingUpTheStack) {
  EXPECT_EQ(testkit::run([](Loop&) { return depth(100'000); }), 100'000);
}

TEST(Task, AwaitsAnyNumberThatEndAtOnceWithoutUsingUpTheStack) {
  auto main = [](Loop&) -> Task<int> {
    int sum = 0;
    for (int i = 0; i < 100'000; ++i) sum += co_await depth(1);
    co_return sum;
  };
  EXPECT_EQ(testkit::run(main), 100'000);
}

Task<> wait_below(Loop& loop, int levels, int* live) {
  const Live here(live);
  if (levels > 0) {
    co_await wait_below(loop, levels - 1, live);
  } else {
    co_await loop.sleep(seconds(1));
  }
}

TEST(Task, DestroyedWhileItWaitsDestroysAllThatItAwaits) {
  auto main = [](Loop& loop) -> Task<int> {
    int live = 0;
    {
      Scope scope(loop);
      scope.spawn(wait_below(loop, 1000, &live));
      co_await loop.yield();
      EXPECT_EQ(live, 1001);
    }
    co_return live;
  };
  EXPECT_EQ(testkit::run(main), 0);
}

/// Waits in every way there is, with something to lose at each.
Task<int> wait_in_every_way(Loop& loop, int* live) {
  const Live whole(live);
  co_await loop.yield();
  co_await loop.sleep(seconds(1));
  co_await wait_below(loop, 3, live);

  Event event(loop);
  auto set_later = [](Loop& on, Event* later, int* count) -> Task<> {
    const Live here(count);
    co_await on.sleep(seconds(1));
    later->set();
    co_await on.yield();
  };
  Scope scope(loop);
  scope.spawn(set_later(loop, &event, live));
  co_await event.wait();
  co_await scope.join();

  Channel<Live> channel(loop, 1);
  auto send_three = [](Loop& on, Channel<Live>* to, int* count) -> Task<> {
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(co_await to->send(Live(count)));
    co_await on.sleep(seconds(1));
    EXPECT_TRUE(co_await to->send(Live(count)));
    to->close();
  };
  scope.spawn(send_three(loop, &channel, live));
  co_await loop.sleep(seconds(1));
  while (co_await channel.receive()) co_await loop.yield();

  auto succeed = [](Loop& on, int* count) -> Task<Result<int>> {
    const Live here(count);
    co_await on.sleep(seconds(1));
    co_return 1;
  };
  EXPECT_TRUE(co_await with_deadline(loop, loop.now() + seconds(2), succeed(loop, live)));
  EXPECT_FALSE(co_await with_deadline(loop, loop.now(), succeed(loop, live)));
  auto other = wait_below(loop, 5, live);
  (void)co_await race(succeed(loop, live), std::move(other));
  std::vector<Task<Result<int>>> several;
  for (int i = 0; i < 3; ++i) several.push_back(succeed(loop, live));
  EXPECT_EQ((co_await all(loop, std::move(several))).size(), 3U);

  auto [near, far] = memory_pair(loop, 2);
  auto answer = [](ByteStream* stream, int* count) -> Task<> {
    const Live here(count);
    const std::string_view piece = "12345";
    EXPECT_TRUE((co_await stream->write({&piece, 1})).has_value());
    EXPECT_TRUE((co_await stream->finish()).has_value());
  };
  scope.spawn(answer(far.get(), live));
  int bytes = 0;
  for (std::array<char, 1> buffer; *co_await near->read(buffer) == 1;) ++bytes;
  co_await near->peer_gone();
  co_return bytes;
}

/// Turns that `wait_in_every_way` is given before it is cancelled. Whether it then had ended.
Task<bool> cancel_after(Loop& loop, int turns, int* live) {
  bool has_ended = false;
  {
    auto run = [](Loop& on, int* count, bool* ended) -> Task<> {
      EXPECT_EQ(co_await wait_in_every_way(on, count), 5);
      *ended = true;
    };
    Scope scope(loop);
    scope.spawn(run(loop, live, &has_ended));
    for (int turn = 0; turn < turns; ++turn) {
      // Half of the turns let the time pass, the others only let run what is ready.
      if (turn % 2 == 0) {
        co_await loop.sleep(std::chrono::milliseconds(300));
      } else {
        co_await loop.yield();
      }
    }
  }
  co_await loop.sleep(seconds(100));
  co_return has_ended;
}

TEST(Task, MayBeDestroyedAtEveryWait) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    bool has_ended = false;
    for (int turns = 0; !has_ended; ++turns) {
      ASSERT_LT(turns, 200);
      int live = 0;
      has_ended = testkit::run([&](Loop& loop) { return cancel_after(loop, turns, &live); }, seed);
      ASSERT_EQ(live, 0) << "after " << turns << " turns, seed " << seed;
    }
  }
}

TEST(TaskDeathTest, ThatNothingCanWakeEndsTheTest) {
  auto main = [](Loop& loop) -> Task<> {
    Event never(loop);
    co_await never.wait();
  };
  EXPECT_DEATH(testkit::run(main, 77), "seed 77.*nothing is left that could ever");
}

}  // namespace
}  // namespace quorum::async
