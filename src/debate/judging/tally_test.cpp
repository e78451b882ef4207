#include "debate/judging/tally.hpp"

#include <gtest/gtest.h>

namespace quorum::debate {
namespace {

State debate(std::size_t seats, std::vector<std::string> judges) {
  State state;
  for (std::size_t i = 0; i < seats; ++i) {
    const auto id = "s" + std::to_string(i + 1);
    state.plan.seats.push_back({.id = id});
    state.turns.push_back({.started = {.seat = id, .round = 1},
                           .progress = Progress::finished,
                           .text = "said by " + id});
  }
  for (auto& judge : judges) state.plan.judges.push_back({.model = std::move(judge)});
  return state;
}

void vote(State& state, std::string judge, std::string order, std::optional<double> preference) {
  state.ballots.push_back({.started = {.judge = judge, .order = order},
                           .progress = Progress::finished,
                           .voted = {.judge = judge,
                                     .order = order,
                                     .valid = preference.has_value(),
                                     .preference = preference}});
}

TEST(Tally, NamesAWinnerWhomBothOrdersPrefer) {
  auto state = debate(2, {"j"});
  vote(state, "j", "AB", -1);
  vote(state, "j", "BA", 0.8);
  const auto tally = count(state);
  EXPECT_EQ(tally.outcome, Outcome::winner);
  EXPECT_EQ(tally.winner->id, "s2");
  EXPECT_NEAR(tally.margin, -0.9, 1e-12);  // The first seat over the second.
  EXPECT_EQ(tally.interval.low, -1);
  EXPECT_LT(tally.interval.high, 0);
  EXPECT_EQ(tally.ranking[0].seat->id, "s2");
  EXPECT_NEAR(tally.ranking[0].score, 0.9, 1e-12);
  EXPECT_EQ(tally.swap_consistency, 1.0);
  EXPECT_EQ(tally.agreement, std::nullopt);
}

TEST(Tally, CallsAJudgeThatLovesTheFirstPlaceATie) {
  auto state = debate(2, {"j"});
  vote(state, "j", "AB", 0.9);
  vote(state, "j", "BA", 0.9);
  const auto tally = count(state);
  EXPECT_EQ(tally.outcome, Outcome::tie);
  EXPECT_EQ(tally.winner, nullptr);
  EXPECT_NEAR(tally.margin, 0, 1e-12);
  EXPECT_EQ(tally.swap_consistency, 0.0);
}

TEST(Tally, IsTooCloseWhereTheIntervalCoversATie) {
  auto state = debate(2, {"j"});
  vote(state, "j", "AB", 0.4);
  vote(state, "j", "BA", -0.2);
  EXPECT_EQ(count(state).outcome, Outcome::too_close);
  EXPECT_NEAR(count(state).margin, 0.3, 1e-12);
}

TEST(Tally, DoesNotCountAJudgeThatReadOneOrderOnly) {
  auto state = debate(2, {"j"});
  vote(state, "j", "AB", 1);
  vote(state, "j", "BA", std::nullopt);
  const auto tally = count(state);
  EXPECT_EQ(tally.outcome, Outcome::no_decision);
  EXPECT_EQ(tally.votes_valid, 1);
  EXPECT_EQ(tally.votes_invalid, 1);
  EXPECT_EQ(tally.margin, 0);
  EXPECT_EQ(tally.swap_consistency, std::nullopt);
}

TEST(Tally, HasNoDecisionWhereOnlyOneSeatSpoke) {
  auto state = debate(2, {"j"});
  state.turns.pop_back();
  EXPECT_EQ(count(state).outcome, Outcome::no_decision);
  EXPECT_TRUE(ballots_of(state).empty());
}

TEST(Tally, RanksMoreThanTwoByAllPairs) {
  auto state = debate(3, {"j"});
  vote(state, "j", "AB", -1);
  vote(state, "j", "BA", 1);
  vote(state, "j", "AC", 0.5);
  vote(state, "j", "CA", -0.5);
  vote(state, "j", "BC", 1);
  vote(state, "j", "CB", -1);
  const auto tally = count(state);
  ASSERT_EQ(tally.ranking.size(), 3U);
  EXPECT_EQ(tally.ranking[0].seat->id, "s2");
  EXPECT_NEAR(tally.ranking[0].score, 1, 1e-12);
  EXPECT_EQ(tally.ranking[1].seat->id, "s1");
  EXPECT_NEAR(tally.ranking[1].score, -0.25, 1e-12);
  EXPECT_EQ(tally.ranking[2].seat->id, "s3");
  EXPECT_EQ(tally.outcome, Outcome::winner);
  EXPECT_NEAR(tally.margin, 1, 1e-12);  // The leader over the next.
}

TEST(Tally, DoesNotNameALeaderWhomTheNextOneBeats) {
  auto state = debate(3, {"j"});
  vote(state, "j", "AB", -0.2);
  vote(state, "j", "BA", 0.2);
  vote(state, "j", "AC", 1);
  vote(state, "j", "CA", -1);
  vote(state, "j", "BC", 0.1);
  vote(state, "j", "CB", -0.1);
  const auto tally = count(state);
  EXPECT_EQ(tally.ranking[0].seat->id, "s1");
  EXPECT_NEAR(tally.margin, -0.2, 1e-12);
  EXPECT_EQ(tally.outcome, Outcome::too_close);
}

TEST(Tally, MeasuresTheJudgesAgreement) {
  auto state = debate(2, {"j", "k"});
  for (const auto* judge : {"j", "k"}) {
    vote(state, judge, "AB", 0.5);
    vote(state, judge, "BA", -0.5);
  }
  EXPECT_EQ(count(state).agreement, 1.0);
  EXPECT_EQ(silent_judges(state), std::vector<std::string>{});
}

TEST(Ballots, AreEveryPairInBothOrdersByEveryJudge) {
  const auto state = debate(8, {"j", "k"});
  const auto all = ballots_of(state);
  EXPECT_EQ(all.size(), 8U * 7U * 2U);
  EXPECT_EQ(all[0].second, "AB");
  EXPECT_EQ(all[1].second, "BA");
  EXPECT_EQ(all.back().first->model, "k");
  EXPECT_EQ(all.back().second, "HG");
  EXPECT_EQ(silent_judges(state), (std::vector<std::string>{"j", "k"}));
}

}  // namespace
}  // namespace quorum::debate
