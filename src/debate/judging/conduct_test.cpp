#include "debate/judging/conduct.hpp"

#include <gtest/gtest.h>

namespace quorum::debate {
namespace {

State debate(std::string question, std::vector<std::string> positions) {
  State state;
  state.plan.question = std::move(question);
  for (auto& position : positions) {
    const auto id = "s" + std::to_string(state.plan.seats.size() + 1);
    state.plan.seats.push_back({.id = id, .position = std::move(position)});
  }
  return state;
}

void say(State& state, std::string seat, std::int64_t round, std::string text) {
  const auto id = "t" + std::to_string(state.turns.size() + 1);
  state.turns.push_back({.started = {.turn_id = id, .seat = std::move(seat), .round = round},
                         .progress = Progress::finished,
                         .text = std::move(text)});
}

std::string stance_of(const std::vector<std::string>& sides, std::string line) {
  return stance(sides, {.started = {}, .text = "Words.\nPOSITION: " + std::move(line)});
}

TEST(Stance, IsTheOneSideThatTheLastLineNames) {
  const std::vector<std::string> sides{"Tea", "Coffee"};
  EXPECT_EQ(stance_of(sides, "Tea."), "Tea");
  EXPECT_EQ(stance_of(sides, "I now prefer coffee"), "Coffee");
  EXPECT_EQ(stance_of(sides, "Tea over coffee"), "");
  EXPECT_EQ(stance_of(sides, "Not tea"), "");
  EXPECT_EQ(stance_of(sides, "I wouldn\u2019t drink tea"), "");
  EXPECT_EQ(stance_of(sides, "\u201CTea\u201D, still"), "Tea");
  EXPECT_EQ(stance_of(sides, "It depends"), "");
  EXPECT_EQ(stance(sides, {.started = {}, .text = "Tea is best."}), "");
}

TEST(Stance, OfSidesInSeveralWordsNeedsHalfOfTheirOwn) {
  const std::vector<std::string> sides{"Renting a house", "Buying a house"};
  EXPECT_EQ(stance_of(sides, "Buying the house"), "Buying a house");
  EXPECT_EQ(stance_of(sides, "A house"), "");
  const std::vector<std::string> long_sides{"Tea is healthier for most people",
                                            "Coffee is better for work"};
  EXPECT_EQ(stance_of(long_sides, "Healthier"), "");
  EXPECT_EQ(stance_of(long_sides, "Tea is healthier for people"),
            "Tea is healthier for most people");
}

TEST(Stance, OfYesAndNoIsTheFirstWord) {
  const std::vector<std::string> sides{"Yes", "No"};
  EXPECT_EQ(stance_of(sides, "No, it should not be banned"), "No");
  EXPECT_EQ(stance_of(sides, "Yes: there is no other way"), "Yes");
  EXPECT_EQ(stance_of(sides, "Yes\u2014but slowly"), "Yes");
  EXPECT_EQ(stance_of(sides, "Maybe, yes"), "");
}

TEST(Sides, AreTheSeatsOwnWhereTheyDiffer) {
  EXPECT_EQ(sides_in_play(debate("Tea or coffee?", {"", ""})),
            (std::vector<std::string>{"Tea", "Coffee"}));
  EXPECT_EQ(sides_in_play(debate("Tea or coffee?", {"Green tea", "Black tea"})),
            (std::vector<std::string>{"Green tea", "Black tea"}));
  EXPECT_EQ(sides_in_play(debate("Ban it?", {"Ban", ""})), (std::vector<std::string>{"Yes", "No"}));
}

/// `s1` begins with tea, `s2` argues coffee with figures.
State opened() {
  auto state = debate("Tea or coffee?", {"", ""});
  say(state, "s1", 1, "Tea calms and leaves you awake.\nPOSITION: Tea");
  say(state, "s2", 1, "Trials link coffee with lower diabetes risk in adults.\nPOSITION: Coffee");
  return state;
}

TEST(Flip, IsForcedWhereItTakesUpWhatItWasTold) {
  auto state = opened();
  say(state, "s1", 2, "The trials on diabetes risk are stronger than my point.\nPOSITION: Coffee");
  say(state, "s2", 2, "Still.\nPOSITION: Coffee");
  const auto conduct = conduct_of(state);
  ASSERT_EQ(conduct.flips.size(), 1U);
  EXPECT_EQ(conduct.flips[0].seat->id, "s1");
  EXPECT_EQ(conduct.flips[0].from, "Tea");
  EXPECT_EQ(conduct.flips[0].to, "Coffee");
  EXPECT_EQ(conduct.flips[0].turn->started.turn_id, "t3");
  EXPECT_EQ(conduct.flips[0].argued_by, std::vector<std::string>{"s2"});
  EXPECT_TRUE(conduct.drifts.empty());
  EXPECT_TRUE(conduct.can_tell);
}

TEST(Flip, IsUnforcedWhereTheSeatOnlyGivesIn) {
  auto state = opened();
  say(state, "s1", 2, "You are right, I agree with everything you said.\nPOSITION: Coffee");
  const auto conduct = conduct_of(state);
  ASSERT_EQ(conduct.flips.size(), 1U);
  EXPECT_TRUE(conduct.flips[0].argued_by.empty());
}

TEST(Flip, IsUnforcedWhereNobodyHadArguedThatSide) {
  auto state = debate("Tea or coffee?", {"", ""});
  say(state, "s1", 1, "Tea calms.\nPOSITION: Tea");
  say(state, "s2", 1, "Tea costs little and trials favour it.\nPOSITION: Tea");
  say(state, "s1", 2, "Trials favour little costs.\nPOSITION: Coffee");
  const auto conduct = conduct_of(state);
  ASSERT_EQ(conduct.flips.size(), 1U);
  EXPECT_TRUE(conduct.flips[0].argued_by.empty());
}

TEST(Flip, IsNoneWhereOnlyTheWordsChange) {
  auto state = opened();
  say(state, "s1", 2, "Still calm.\nPOSITION: On balance, tea for most");
  EXPECT_TRUE(conduct_of(state).flips.empty());
}

TEST(Drift, IsAChangeWithAnAnswerBetweenThatTookNoSide) {
  auto state = opened();
  say(state, "s1", 2, "The trials on diabetes risk matter.\nPOSITION: It depends");
  say(state, "s1", 3, "So I changed.\nPOSITION: Coffee");
  const auto conduct = conduct_of(state);
  ASSERT_EQ(conduct.drifts.size(), 1U);
  EXPECT_EQ(conduct.drifts[0].kind, DriftKind::gradual);
  EXPECT_EQ(conduct.drifts[0].turn->started.turn_id, "t4");
  // What moved it was said on the way.
  ASSERT_EQ(conduct.flips.size(), 1U);
  EXPECT_EQ(conduct.flips[0].argued_by, std::vector<std::string>{"s2"});
}

TEST(Drift, IsLeavingTheSideThatOneWasGiven) {
  auto state = debate("Tea or coffee?", {"Tea", "Coffee"});
  say(state, "s1", 1, "Tea calms.\nPOSITION: Tea");
  say(state, "s2", 1, "Coffee wakes.\nPOSITION: Coffee");
  EXPECT_TRUE(conduct_of(state).drifts.empty());
  say(state, "s1", 2, "Fine, you win.\nPOSITION: Coffee");
  const auto conduct = conduct_of(state);
  ASSERT_EQ(conduct.drifts.size(), 1U);
  EXPECT_EQ(conduct.drifts[0].kind, DriftKind::assigned_side);
  EXPECT_EQ(conduct.drifts[0].seat->id, "s1");
  EXPECT_EQ(conduct.flips.size(), 1U);
}

TEST(Drift, IsAnAnswerAboutSomethingElse) {
  auto state = debate("Should cities ban private cars downtown?", {"", ""});
  say(state, "s1", 1, "Private cars downtown kill people, waste space, poison air and slow buses.");
  say(state, "s1", 2,
      "Cities that ban cars downtown get cleaner air, faster buses, safer streets.");
  EXPECT_TRUE(conduct_of(state).drifts.empty());
  say(state, "s1", 3,
      "Philosophers long debated whether numbers exist independently; Plato believed forms do.");
  const auto conduct = conduct_of(state);
  ASSERT_EQ(conduct.drifts.size(), 1U);
  EXPECT_EQ(conduct.drifts[0].kind, DriftKind::question);
}

TEST(Conduct, SaysNothingOfSeatsThatTakeNoPlainSide) {
  auto state = debate("Tea or coffee?", {"Tea", "Coffee"});
  say(state, "s1", 1, "Tea is the better choice because of cost.");
  say(state, "s1", 2, "Tea is the better choice because of health.");
  const auto conduct = conduct_of(state);
  EXPECT_FALSE(conduct.can_tell);
  EXPECT_TRUE(conduct.flips.empty());
  EXPECT_TRUE(conduct.drifts.empty());
}

TEST(Conduct, CountsTheFirstVoteAndTheLast) {
  auto state = debate("Tea or coffee?", {"", "", ""});
  say(state, "s1", 1, "A.\nPOSITION: Tea");
  say(state, "s2", 1, "B.\nPOSITION: Tea");
  say(state, "s3", 1, "C.\nPOSITION: Coffee");
  say(state, "s1", 2, "A.\nPOSITION: Coffee");
  say(state, "s2", 2, "B.\nPOSITION: It depends");
  say(state, "s3", 2, "C.\nPOSITION: Coffee");
  const auto conduct = conduct_of(state);
  EXPECT_EQ(conduct.first_side, "Tea");
  EXPECT_EQ(conduct.last_side, "Coffee");
  ASSERT_EQ(conduct.first_votes.size(), 2U);
  EXPECT_EQ(conduct.first_votes[0], (std::pair<std::string, std::int64_t>{"Tea", 2}));
  EXPECT_EQ(conduct.first_votes[1], (std::pair<std::string, std::int64_t>{"Coffee", 1}));
}

}  // namespace
}  // namespace quorum::debate
