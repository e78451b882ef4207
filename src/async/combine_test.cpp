#include "async/combine.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "async/event.hpp"
#include "testkit/run.hpp"

namespace quorum::async {
namespace {

using std::chrono::seconds;

Task<Result<int>> answer_after(Loop& loop, seconds wait, int answer, int* begun = nullptr) {
  if (begun != nullptr) ++*begun;
  if (wait > seconds(0)) co_await loop.sleep(wait);
  co_return answer;
}

TEST(WithDeadline, PassesOnWhatComesInTime) {
  auto main = [](Loop& loop) -> Task<> {
    const TimePoint start = loop.now();
    const auto at_once =
        co_await with_deadline(loop, start + seconds(1), answer_after(loop, seconds(0), 1));
    const auto later =
        co_await with_deadline(loop, start + seconds(2), answer_after(loop, seconds(1), 2));
    EXPECT_EQ(*at_once, 1);
    EXPECT_EQ(*later, 2);
    EXPECT_EQ(loop.now() - start, seconds(1));
    auto fail = []() -> Task<Result<int>> { co_return Error{.code = Errc::conflict}; };
    EXPECT_EQ((co_await with_deadline(loop, TimePoint::max(), fail())).error().code,
              Errc::conflict);
  };
  testkit::run(main);
}

TEST(WithDeadline, CancelsWhatDoesNot) {
  auto main = [](Loop& loop) -> Task<> {
    const TimePoint start = loop.now();
    const auto owned = std::make_shared<int>();
    auto hold = [](Loop& on, [[maybe_unused]] std::shared_ptr<int> held) -> Task<Result<int>> {
      co_await on.sleep(seconds(10));
      co_return 1;
    };
    const auto late = co_await with_deadline(loop, start + seconds(3), hold(loop, owned));
    EXPECT_EQ(late.error().code, Errc::deadline_exceeded);
    EXPECT_EQ(owned.use_count(), 1);
    EXPECT_EQ(loop.now() - start, seconds(3));
  };
  testkit::run(main);
}

TEST(WithDeadline, DoesNotBeginWhatIsAlreadyLate) {
  auto main = [](Loop& loop) -> Task<int> {
    int begun = 0;
    auto late = answer_after(loop, seconds(0), 1, &begun);
    EXPECT_FALSE(co_await with_deadline(loop, loop.now(), std::move(late)));
    co_return begun;
  };
  EXPECT_EQ(testkit::run(main), 0);
}

TEST(WithDeadline, IsResumedOnceWhereAnswerAndDeadlineCoincide) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto main = [](Loop& loop) -> Task<> {
      for (int i = 0; i < 20; ++i) {
        auto answer = answer_after(loop, seconds(1), i);
        const auto result =
            co_await with_deadline(loop, loop.now() + seconds(1), std::move(answer));
        EXPECT_TRUE(!result || *result == i);
      }
    };
    testkit::run(main, seed);
  }
}

Task<std::string> text_after(Loop& loop, seconds wait, std::string text) {
  if (wait > seconds(0)) co_await loop.sleep(wait);
  co_return text;
}

TEST(Race, GivesTheFirstAndDestroysTheOther) {
  auto main = [](Loop& loop) -> Task<> {
    const auto owned = std::make_shared<int>();
    auto hold = [](Loop& on, [[maybe_unused]] std::shared_ptr<int> held, seconds wait) -> Task<> {
      co_await on.sleep(wait);
    };
    const auto first =
        co_await race(text_after(loop, seconds(1), "one"), hold(loop, owned, seconds(2)));
    EXPECT_EQ(std::get<0>(first), "one");
    EXPECT_EQ(owned.use_count(), 1);
    const auto second =
        co_await race(text_after(loop, seconds(3), "two"), hold(loop, owned, seconds(2)));
    EXPECT_EQ(second.index(), 1U);
    EXPECT_EQ(loop.now().time_since_epoch() % std::chrono::hours(1), seconds(3));
  };
  testkit::run(main);
}

TEST(Race, MayEndAtOnceOnEitherSide) {
  auto main = [](Loop& loop) -> Task<> {
    const auto first =
        co_await race(text_after(loop, seconds(0), "a"), text_after(loop, seconds(0), "b"));
    EXPECT_EQ(std::get<0>(first), "a");
    const auto second =
        co_await race(text_after(loop, seconds(1), "a"), text_after(loop, seconds(0), "b"));
    EXPECT_EQ(std::get<1>(second), "b");
  };
  testkit::run(main);
}

TEST(Race, DoesNotStartTheSecondWhereTheFirstEndsAtOnce) {
  auto main = [](Loop& loop) -> Task<int> {
    int begun = 0;
    auto slow = answer_after(loop, seconds(1), 2, &begun);
    const TimePoint start = loop.now();
    const auto first = co_await race(text_after(loop, seconds(0), "a"), std::move(slow));
    EXPECT_EQ(std::get<0>(first), "a");
    EXPECT_EQ(loop.now(), start);
    co_return begun;
  };
  EXPECT_EQ(testkit::run(main), 0);
}

TEST(Race, IsResumedOnceWhereBothEndInOneTurn) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto main = [](Loop& loop) -> Task<int> {
      int rounds = 0;
      for (; rounds < 20; ++rounds) {
        auto a = text_after(loop, seconds(1), "a");
        auto b = text_after(loop, seconds(1), "b");
        (void)co_await race(std::move(a), std::move(b));
      }
      co_return rounds;
    };
    EXPECT_EQ(testkit::run(main, seed), 20);
  }
}

TEST(All, GivesResultsInTheOrderOfTheTasks) {
  auto main = [](Loop& loop) -> Task<std::string> {
    std::vector<Task<std::string>> tasks;
    tasks.push_back(text_after(loop, seconds(3), "a"));
    tasks.push_back(text_after(loop, seconds(0), "b"));
    tasks.push_back(text_after(loop, seconds(2), "c"));
    std::string all_of_them;
    for (const auto& text : co_await all(loop, std::move(tasks))) all_of_them += text;
    EXPECT_EQ(loop.now().time_since_epoch() % std::chrono::hours(1), seconds(3));
    co_return all_of_them;
  };
  EXPECT_EQ(testkit::run(main), "abc");
}

TEST(Event, WakesAllWhoWaitEvenWhereItIsResetAtOnce) {
  auto main = [](Loop& loop) -> Task<int> {
    Event event(loop);
    auto wait = [](Event* on, int* woken) -> Task<> {
      co_await on->wait();
      ++*woken;
    };
    int woken = 0;
    Scope scope(loop);
    for (int i = 0; i < 3; ++i) scope.spawn(wait(&event, &woken));
    co_await loop.yield();
    event.set();
    event.reset();
    scope.spawn(wait(&event, &woken));
    co_await loop.sleep(seconds(1));
    EXPECT_EQ(scope.size(), 1U);
    EXPECT_FALSE(event.is_set());
    co_return woken;
  };
  EXPECT_EQ(testkit::run(main), 3);
}

Task<int> after(Loop& loop, Duration wait, bool* was_destroyed) {
  struct Noted {
    bool* flag;
    ~Noted() { *flag = true; }
  };
  const Noted noted{was_destroyed};
  if (wait > Duration::zero()) co_await loop.sleep(wait);
  co_return 7;
}

TEST(Unless, GivesTheTasksResultOrNothingOnceTheEventIsSet) {
  testkit::run([](Loop& loop) -> Task<> {
    Event event(loop);
    bool was_destroyed = false;
    // At once, though the event is never asked.
    auto at_once = after(loop, Duration::zero(), &was_destroyed);
    EXPECT_EQ(co_await unless(event, std::move(at_once)), 7);
    auto later = after(loop, seconds(1), &was_destroyed);
    EXPECT_EQ(co_await unless(event, std::move(later)), 7);

    Scope scope(loop);
    scope.spawn([](Loop& on, Event* sets) -> Task<> {
      co_await on.sleep(seconds(1));
      sets->set();
    }(loop, &event));
    was_destroyed = false;
    auto too_late = after(loop, seconds(2), &was_destroyed);
    const auto before = loop.now();
    EXPECT_EQ(co_await unless(event, std::move(too_late)), std::nullopt);
    EXPECT_EQ(loop.now() - before, seconds(1));
    EXPECT_TRUE(was_destroyed);

    // Set before: what does not wait is done all the same, what waits is not waited for.
    auto quick = after(loop, Duration::zero(), &was_destroyed);
    EXPECT_EQ(co_await unless(event, std::move(quick)), 7);
    auto slow = after(loop, seconds(1), &was_destroyed);
    EXPECT_EQ(co_await unless(event, std::move(slow)), std::nullopt);
    EXPECT_EQ(loop.now() - before, seconds(1));
    co_await scope.join();
  });
}

}  // namespace
}  // namespace quorum::async
