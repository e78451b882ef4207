#include "http/client_gate.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "async/scope.hpp"
#include "testkit/run.hpp"

namespace quorum::http {
namespace {

using namespace std::chrono_literals;

/// Enters, stays a while, leaves; notes `a+`, or `a-` where it was sent away.
Task<> visit(async::Loop& loop, ClientGate* gate, std::string name, Duration stay,
             std::string* log) {
  const auto place = co_await gate->enter(loop.now() + 10s);
  *log += name + (place ? "+" : "-");
  if (!place) EXPECT_EQ(place.error().reason, "upstream_busy");
  if (place) co_await loop.sleep(stay);
}

TEST(ClientGate, LetsInTheFirstInLine) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientGate gate(loop, 2, 2);
    std::string log;
    async::Scope scope(loop);
    for (const auto* name : {"a", "b", "c", "d", "e"}) {
      scope.spawn(visit(loop, &gate, name, 1s, &log));
      co_await loop.sleep(1ms);
    }
    EXPECT_EQ(log, "a+b+e-");
    co_await loop.sleep(1s);
    EXPECT_EQ(log, "a+b+e-c+d+");
    co_await scope.join();
    EXPECT_TRUE(gate.try_enter());
  });
}

TEST(ClientGate, NobodyWaitsForEver) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientGate gate(loop, 1, 10);
    std::string log;
    const auto place = gate.try_enter();
    co_await visit(loop, &gate, "a", 0s, &log);
    EXPECT_EQ(log, "a-");
  });
}

TEST(ClientGate, WhoLeavesTheLineTakesNoPlace) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientGate gate(loop, 1, 10);
    std::string log;
    auto place = gate.try_enter();
    {
      async::Scope impatient(loop);
      impatient.spawn(visit(loop, &gate, "a", 1s, &log));
      co_await loop.sleep(1ms);
      // Let in, and gone before it could run.
      place.reset();
      impatient.cancel();
    }
    co_await loop.sleep(1ms);
    EXPECT_EQ(log, "");
    EXPECT_TRUE(gate.try_enter());
  });
}

TEST(ClientGate, APlaceMovesWithItsOwner) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientGate gate(loop, 1, 0);
    ClientGate::Place kept;
    {
      auto place = *gate.try_enter();
      kept = std::move(place);
    }
    EXPECT_FALSE(gate.try_enter());
    kept = {};
    EXPECT_TRUE(gate.try_enter());
    co_return;
  });
}

TEST(ClientGate, IsUnusedOnceEverybodyHasLeft) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientGate gate(loop, 1, 1);
    EXPECT_TRUE(gate.is_unused());
    std::string log;
    async::Scope scope(loop);
    auto place = gate.try_enter();
    scope.spawn(visit(loop, &gate, "a", 1s, &log));
    co_await loop.sleep(1ms);
    EXPECT_FALSE(gate.is_unused());
    place.reset();
    EXPECT_FALSE(gate.is_unused());
    co_await scope.join();
    EXPECT_TRUE(gate.is_unused());
  });
}

}  // namespace
}  // namespace quorum::http
