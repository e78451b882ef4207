#include "async/footprint.hpp"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>

#include "async/scope.hpp"
#include "testkit/run.hpp"

namespace quorum::async {
namespace {

TEST(Footprint, IsTheRunningTasksUntilItIsGone) {
  auto main = [](Loop& loop) -> Task<> {
    EXPECT_EQ(Footprint::innermost(loop), nullptr);
    {
      const Footprint outer(loop);
      EXPECT_EQ(Footprint::innermost(loop), &outer);
      {
        const Footprint inner(loop);
        EXPECT_EQ(Footprint::innermost(loop), &inner);
      }
      co_await loop.yield();
      EXPECT_EQ(Footprint::innermost(loop), &outer);
    }
    EXPECT_EQ(Footprint::innermost(loop), nullptr);
  };
  testkit::run(main);
}

TEST(Footprint, BelongsToOneTaskAlone) {
  auto main = [](Loop& loop) -> Task<> {
    auto child = [](Loop& on) -> Task<> {
      const Footprint own(on);
      for (int i = 0; i < 3; ++i) {
        co_await on.yield();
        EXPECT_EQ(Footprint::innermost(on), &own);
      }
    };
    Scope scope(loop);
    for (int i = 0; i < 3; ++i) scope.spawn(child(loop));
    co_await loop.yield();
    EXPECT_EQ(Footprint::innermost(loop), nullptr);
    co_await scope.join();
  };
  testkit::run(main);
}

TEST(Footprint, OutsideOfAnyTaskIsNobodys) {
  const auto loop = Loop::simulated(1);
  const Footprint footprint(*loop);
  EXPECT_EQ(Footprint::innermost(*loop), nullptr);
}

TEST(Footprint, CountsTheLinesItsPartsLieIn) {
  const auto loop = Loop::simulated(1);
  alignas(64) std::array<char, 256> memory{};
  Footprint footprint(*loop);
  EXPECT_EQ(footprint.lines(), 0U);
  footprint.add(memory.data(), 64);
  EXPECT_EQ(footprint.lines(), 1U);
  footprint.add(memory.data() + 63, 2);
  EXPECT_EQ(footprint.lines(), 3U);
  footprint.add(memory);
  EXPECT_EQ(footprint.lines(), 7U);
  for (std::size_t i = 3; i < Footprint::kPartsMax + 5; ++i) footprint.add(memory[0]);
  EXPECT_EQ(footprint.lines(), 7U + Footprint::kPartsMax - 3) << "more are forgotten";
}

/// The sanitizer would tell of a look at them.
TEST(Footprint, MayNameWhatIsGone) {
  auto main = [](Loop& loop) -> Task<std::string> {
    std::string order;
    auto child = [](Loop& on, std::string* to, char name) -> Task<> {
      Footprint footprint(on);
      {
        const auto gone = std::make_unique<std::array<char, 500>>();
        footprint.add(*gone);
      }
      footprint.add(nullptr, 64);
      co_await on.yield();
      footprint.fetch();
      *to += name;
    };
    Scope scope(loop);
    for (const char name : {'a', 'b', 'c', 'd', 'e'}) scope.spawn(child(loop, &order, name));
    co_await scope.join();
    co_return order.size() == 5 ? "all" : order;
  };
  EXPECT_EQ(testkit::run(main), "all");
}

}  // namespace
}  // namespace quorum::async
