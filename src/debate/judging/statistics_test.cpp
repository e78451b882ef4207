#include "debate/judging/statistics.hpp"

#include <gtest/gtest.h>

namespace quorum::debate {
namespace {

constexpr std::nullopt_t kNone = std::nullopt;

TEST(Interval, IsTheWholeScaleWithoutVotes) {
  EXPECT_EQ(interval95({}).low, -1);
  EXPECT_EQ(interval95({}).high, 1);
}

// s² = 4·0.35² / 5 = 0.098; t(5) = 2.571; half = 2.571·√(0.098/2) = 0.5691.
TEST(Interval, OfTwoVotesIsWideEvenWhereTheyAgree) {
  const auto two = interval95({0.6, 0.6});
  EXPECT_NEAR(two.low, 0.6 - 0.5691, 1e-3);
  EXPECT_EQ(two.high, 1);
  EXPECT_TRUE(interval95({0.5, 0.5}).covers(0));
  EXPECT_FALSE(interval95({1, 1}).covers(0));
}

// s² = (0.49 + 6·0) / 9; t(9) = 2.262; half = 2.262·√(0.05444/6) = 0.21548.
TEST(Interval, NarrowsWithMoreVotes) {
  const auto six = interval95({0.5, 0.5, 0.5, 0.5, 0.5, 0.5});
  EXPECT_NEAR(six.low, 0.5 - 0.21548, 1e-4);
  EXPECT_NEAR(six.high, 0.5 + 0.21548, 1e-4);
}

TEST(Interval, OfAJudgeThatFollowsTheOrderCoversATie) {
  EXPECT_TRUE(interval95({0.9, -0.8}).covers(0));
  EXPECT_TRUE(interval95({1, -0.2}).covers(0));
}

TEST(Alpha, IsOneWhereAllAgreeAndNothingWhereNobodyCanBeCompared) {
  EXPECT_EQ(krippendorff_alpha({{0.5, 0.5}, {0.5, 0.5}}), 1.0);
  EXPECT_EQ(krippendorff_alpha({{1.0, 1.0}, {-1.0, -1.0}}), 1.0);
  EXPECT_EQ(krippendorff_alpha({{1.0}, {0.0}}), kNone);
  EXPECT_EQ(krippendorff_alpha({{1.0, kNone}, {kNone, 1.0}}), kNone);
  EXPECT_EQ(krippendorff_alpha({}), kNone);
}

// Krippendorff's own example (four observers, twelve units, interval metric): 0.849.
TEST(Alpha, IsKrippendorffsOwn) {
  const std::vector<std::vector<std::optional<double>>> units{
      {1, 1, kNone, 1}, {2, 2, 3, 2},     {3, 3, 3, 3},         {3, 3, 3, 3},
      {2, 2, 2, 2},     {1, 2, 3, 4},     {4, 4, 4, 4},         {1, 1, 2, 1},
      {2, 2, 2, 2},     {kNone, 5, 5, 5}, {kNone, kNone, 1, 1}, {kNone, 3, kNone, kNone}};
  EXPECT_NEAR(*krippendorff_alpha(units), 0.849, 0.001);
}

TEST(Alpha, IsBelowZeroWhereJudgesContradictEachOther) {
  EXPECT_LT(*krippendorff_alpha({{1.0, -1.0}, {-1.0, 1.0}}), 0);
}

}  // namespace
}  // namespace quorum::debate
