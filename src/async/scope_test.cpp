#include "async/scope.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <vector>

#include "async/channel.hpp"
#include "async/combine.hpp"
#include "async/event.hpp"
#include "testkit/run.hpp"

namespace quorum::async {
namespace {

using std::chrono::seconds;

Task<> note_after(Loop& loop, seconds wait, std::vector<long>* ended) {
  co_await loop.sleep(wait);
  ended->push_back(wait.count());
}

TEST(Scope, JoinsWhatItStarted) {
  auto main = [](Loop& loop) -> Task<std::vector<long>> {
    std::vector<long> ended;
    Scope scope(loop);
    for (const int wait : {3, 1, 2}) scope.spawn(note_after(loop, seconds(wait), &ended));
    EXPECT_EQ(scope.size(), 3U);
    co_await scope.join();
    co_return ended;
  };
  EXPECT_EQ(testkit::run(main), (std::vector<long>{1, 2, 3}));
}

TEST(Scope, RunsNoCancelledChildFurther) {
  auto main = [](Loop& loop) -> Task<std::vector<long>> {
    std::vector<long> ended;
    Scope scope(loop);
    scope.spawn(note_after(loop, seconds(1), &ended));
    scope.spawn(note_after(loop, seconds(3), &ended));
    co_await loop.sleep(seconds(2));
    scope.cancel();
    EXPECT_EQ(scope.size(), 0U);
    co_await loop.sleep(seconds(5));
    co_return ended;
  };
  EXPECT_EQ(testkit::run(main), (std::vector<long>{1}));
}

Task<> cancel_then_wait(Loop& loop, Scope* scope, int* steps) {
  scope->cancel();
  ++*steps;
  co_await loop.yield();
  ++*steps;
}

TEST(Scope, CancelledFromInsideAChildEndsItWhereItNextWaits) {
  auto main = [](Loop& loop) -> Task<int> {
    int steps = 0;
    Scope scope(loop);
    scope.spawn(cancel_then_wait(loop, &scope, &steps));
    co_await scope.join();
    co_return steps;
  };
  EXPECT_EQ(testkit::run(main), 1);
}

Task<> spawn_inside(Loop& loop, Scope* outer, int* steps) {
  Scope inner(loop);
  inner.spawn(cancel_then_wait(loop, outer, steps));
  co_await inner.join();
  *steps += 100;
}

TEST(Scope, CancelledFromAGrandchildEndsBoth) {
  auto main = [](Loop& loop) -> Task<int> {
    int steps = 0;
    Scope outer(loop);
    outer.spawn(spawn_inside(loop, &outer, &steps));
    co_await outer.join();
    co_return steps;
  };
  EXPECT_EQ(testkit::run(main), 1);
}

}  // namespace
}  // namespace quorum::async
