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
  const auto place = co_await gate->enter("http://h:80", loop.now() + 10s);
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
    EXPECT_TRUE(gate.try_enter("http://h:80"));
  });
}

TEST(ClientGate, OriginsDoNotStandInEachOthersWay) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientGate gate(loop, 1, 0);
    const auto one = gate.try_enter("http://one:80");
    EXPECT_TRUE(one);
    EXPECT_FALSE(gate.try_enter("http://one:80"));
    EXPECT_TRUE(gate.try_enter("http://other:80"));
    co_return;
  });
}

TEST(ClientGate, NobodyWaitsForEver) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientGate gate(loop, 1, 10);
    std::string log;
    const auto place = gate.try_enter("http://h:80");
    co_await visit(loop, &gate, "a", 0s, &log);
    EXPECT_EQ(log, "a-");
  });
}

TEST(ClientGate, WhoLeavesTheLineTakesNoPlace) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientGate gate(loop, 1, 10);
    std::string log;
    auto place = gate.try_enter("http://h:80");
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
    EXPECT_TRUE(gate.try_enter("http://h:80"));
  });
}

TEST(ClientGate, APlaceMovesWithItsOwner) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientGate gate(loop, 1, 0);
    ClientGate::Place kept;
    {
      auto place = *gate.try_enter("http://h:80");
      kept = std::move(place);
    }
    EXPECT_FALSE(gate.try_enter("http://h:80"));
    kept = {};
    EXPECT_TRUE(gate.try_enter("http://h:80"));
    co_return;
  });
}

TEST(ClientGate, RemembersNoOriginsThatNobodyUses) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientGate gate(loop, 1, 0);
    for (int i = 0; i < 10'000; ++i) {
      EXPECT_TRUE(gate.try_enter("http://h" + std::to_string(i) + ":80"));
    }
    co_return;
  });
}

}  // namespace
}  // namespace quorum::http
