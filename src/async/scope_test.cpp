#include "async/scope.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
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

Task<> destroy_own_scope(Loop& loop, std::unique_ptr<Scope>* scope, int* steps) {
  scope->reset();
  ++*steps;
  co_await loop.yield();
  ++*steps;
}

TEST(Scope, MayBeDestroyedFromInsideAChildWhichEndsWhereItNextWaits) {
  auto main = [](Loop& loop) -> Task<std::vector<long>> {
    int steps = 0;
    std::vector<long> ended;
    auto scope = std::make_unique<Scope>(loop);
    scope->spawn(note_after(loop, seconds(1), &ended));
    scope->spawn(destroy_own_scope(loop, &scope, &steps));
    co_await loop.sleep(seconds(2));
    ended.push_back(steps);
    co_return ended;
  };
  EXPECT_EQ(testkit::run(main), (std::vector<long>{1}));
}

/// As a connection does whose last owner is its own work.
TEST(Scope, MayBeOwnedByItsOwnChild) {
  struct Connection {
    explicit Connection(Loop& loop) : scope(loop) {}
    Scope scope;
  };
  auto main = [](Loop& loop) -> Task<bool> {
    auto connection = std::make_shared<Connection>(loop);
    const std::weak_ptr<Connection> seen = connection;
    auto work = [](Loop& on, [[maybe_unused]] std::shared_ptr<Connection> self) -> Task<> {
      co_await on.sleep(seconds(1));
    };
    connection->scope.spawn(work(loop, connection));
    connection->scope.spawn(work(loop, connection));
    connection.reset();
    EXPECT_FALSE(seen.expired());
    co_await loop.sleep(seconds(2));
    co_return seen.expired();
  };
  EXPECT_TRUE(testkit::run(main));
}

}  // namespace
}  // namespace quorum::async
