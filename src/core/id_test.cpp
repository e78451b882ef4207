#include "core/id.hpp"

#include <gtest/gtest.h>

#include <set>

namespace quorum {
namespace {

TEST(Id, CarriesItsPrefixAndSortsByTime) {
  ManualClock clock;
  IdMaker ids(clock, 1);
  const auto first = ids.make("dbt_");
  clock.advance(std::chrono::milliseconds{1});
  const auto second = ids.make("dbt_");

  EXPECT_TRUE(first.starts_with("dbt_"));
  EXPECT_EQ(first.size(), 28U);
  EXPECT_LT(first, second);
}

TEST(Id, TheSameSeedGivesTheSameIdsAndAnotherDoesNot) {
  const ManualClock clock;
  EXPECT_EQ(IdMaker(clock, 7).make("x"), IdMaker(clock, 7).make("x"));
  EXPECT_NE(IdMaker(clock, 7).make("x"), IdMaker(clock, 8).make("x"));
}

TEST(Id, AreSpeltInBase32) {
  ManualClock clock;
  EXPECT_EQ(IdMaker(clock, 7).make("req_"), "req_01mcc5rm00d002cx1bxqf728");
  clock.advance(std::chrono::milliseconds{31});
  EXPECT_EQ(IdMaker(clock, 7).make(""), "01mcc5rm0zd002cx1bxqf728");
}

TEST(Id, AreDifferentWithinOneMillisecond) {
  const ManualClock clock;
  IdMaker ids(clock);
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) seen.insert(ids.make(""));
  EXPECT_EQ(seen.size(), 10'000U);
}

}  // namespace
}  // namespace quorum
