#include "terminal/view.hpp"

#include <gtest/gtest.h>

#include "terminal/golden_fixture.hpp"

namespace quorum::terminal {
namespace {

TEST(View, KnowsThePaceOfALiveTurn) {
  const auto view = golden_view(8);
  EXPECT_EQ(view.pace("trn_1a").first_token_ms, 300);
  EXPECT_EQ(view.pace("trn_1a").ms, 400);
  EXPECT_EQ(view.pace("trn_none").first_token_ms, std::nullopt);
}

TEST(View, LeavesOutWhatItHasSeen) {
  View view;
  for (const auto& line : golden_log()) {
    ASSERT_TRUE(view.apply(line, 0));
    ASSERT_TRUE(view.apply(line, 0));
  }
  EXPECT_EQ(view.state().turns.size(), 5U);
  EXPECT_EQ(view.turn("s1", 1)->text,
            "Tea is the better choice because it calms without making you drowsy.");
}

TEST(View, RefusesALogWithAGap) {
  View view;
  const auto log = golden_log();
  ASSERT_TRUE(view.apply(log[0], 0));
  EXPECT_FALSE(view.apply(log[2], 0));
}

TEST(View, ShowsTheLatestAttemptOfASeat) {
  EXPECT_EQ(golden_view(18).turn("s1", 2)->started.turn_id, "trn_2x");
  EXPECT_EQ(golden_view(19).turn("s1", 2)->started.turn_id, "trn_2a");
  EXPECT_EQ(golden_view(19).turn("s2", 2), nullptr);
}

TEST(View, KnowsWhenARoundIsOver) {
  EXPECT_FALSE(golden_view(13).is_round_over(1));
  EXPECT_TRUE(golden_view(14).is_round_over(1));
  EXPECT_FALSE(golden_view(18).is_round_over(2));  // To be asked again.
  EXPECT_FALSE(golden_view(25).is_round_over(2));
  EXPECT_TRUE(golden_view(26).is_round_over(2));
}

}  // namespace
}  // namespace quorum::terminal
