#include "debate/judging/findings.hpp"

#include <gtest/gtest.h>

namespace quorum::debate {
namespace {

State debate() {
  State state;
  state.plan = {.seats = {{.id = "s1"}, {.id = "s2"}}, .judges = {{.model = "j"}}};
  for (const auto* seat : {"s1", "s2"}) {
    state.turns.push_back({.started = {.turn_id = std::string("t") + seat[1], .seat = seat},
                           .progress = Progress::finished,
                           .text = "Tea calms the mind and costs little."});
  }
  return state;
}

void vote(State& state, std::string order, const Assessment& found, std::string judge = "j",
          double preference = 0) {
  state.ballots.push_back({.started = {.judge = judge, .order = order},
                           .progress = Progress::finished,
                           .voted = {.judge = judge,
                                     .order = order,
                                     .valid = true,
                                     .preference = preference,
                                     .assessment = write(found)}});
}

Score score(std::string seat, Criterion criterion, std::int64_t points) {
  return {.seat = std::move(seat), .criterion = criterion, .points = points};
}

Claim claim(Standing standing, std::string text = "Tea calms people.", bool is_quoted = true) {
  Claim one{.seat = "s1", .text = std::move(text), .standing = standing};
  if (is_quoted) {
    one.quote = "calms the mind";
    one.turn = "t1";
    one.from = 4;
    one.to = 18;
  }
  return one;
}

TEST(Findings, TakeTheMeanOfBothOrders) {
  auto state = debate();
  vote(state, "AB", {.scores = {score("s1", Criterion::reasoning, 5)}});
  vote(state, "BA", {.scores = {score("s1", Criterion::reasoning, 2)}});
  const auto findings = find(state);
  ASSERT_EQ(findings.scores.size(), 1U);
  EXPECT_EQ(findings.scores[0].seat->id, "s1");
  EXPECT_DOUBLE_EQ(findings.scores[0].scores[0].points, 3.5);
  EXPECT_DOUBLE_EQ(findings.scores[0].scores[0].order_gap, 3);
  EXPECT_EQ(findings.scores[0].scores[0].ballots, 2);
  EXPECT_EQ(findings.scores[0].total, std::nullopt);  // Four criteria are missing.
}

TEST(Findings, DoNotCountAScoreOfOneOrder) {
  auto state = debate();
  vote(state, "AB", {.scores = {score("s1", Criterion::reasoning, 5)}});
  EXPECT_TRUE(find(state).scores.empty());
  vote(state, "BA", {.scores = {score("s1", Criterion::reasoning, 5)}}, "k");
  EXPECT_TRUE(find(state).scores.empty());  // Of another judge.
  vote(state, "BA", {.scores = {score("s1", Criterion::fairness, 5)}});
  EXPECT_TRUE(find(state).scores.empty());  // Of another criterion.
}

TEST(Findings, SumUpWhatIsScoredInFull) {
  auto state = debate();
  Assessment all;
  for (const auto criterion : kCriteria) all.scores.push_back(score("s2", criterion, 4));
  vote(state, "AB", all);
  all.scores[0].points = 3;
  vote(state, "BA", all);
  EXPECT_EQ(find(state).scores.at(0).total, 19.5);
}

TEST(Findings, CountBallotsWhoseScoresContradictTheirVote) {
  auto state = debate();
  const Assessment for_second{
      .scores = {score("s1", Criterion::reasoning, 2), score("s2", Criterion::reasoning, 4)}};
  vote(state, "AB", for_second, "j", 0.5);  // Votes for s1.
  vote(state, "BA", for_second, "j", 0.5);  // Votes for s2.
  EXPECT_EQ(find(state).scores_against_vote, 1);
}

Standing standing_of(const std::vector<std::pair<std::string, Claim>>& ballots) {
  auto state = debate();
  for (const auto& [order, one] : ballots) vote(state, order, {.claims = {one}});
  const auto findings = find(state);
  EXPECT_EQ(findings.claims.size(), 1U);
  return findings.claims.at(0).standing;
}

TEST(Findings, LetAClaimStandAsBothOrdersHaveIt) {
  const auto upheld = claim(Standing::upheld);
  EXPECT_EQ(standing_of({{"AB", upheld}, {"BA", upheld}}), Standing::upheld);
  EXPECT_EQ(standing_of({{"AB", upheld}}), Standing::unverified);
  EXPECT_EQ(standing_of({{"AB", upheld}, {"BA", claim(Standing::refuted)}}), Standing::contested);
  EXPECT_EQ(standing_of({{"AB", upheld}, {"BA", claim(Standing::unverified)}}),
            Standing::unverified);
  const auto unquoted = claim(Standing::upheld, "Tea calms people.", false);
  EXPECT_EQ(standing_of({{"AB", unquoted}, {"BA", unquoted}}), Standing::unverified);
}

TEST(Findings, KnowAClaimByItsQuoteOrItsWords) {
  auto state = debate();
  vote(state, "AB", {.claims = {claim(Standing::upheld, "It is good for the nerves.")}});
  vote(state, "BA",
       {.claims = {claim(Standing::upheld, "A calming effect exists."),
                   claim(Standing::upheld, "Kettles break often.", false)}});
  const auto findings = find(state);
  ASSERT_EQ(findings.claims.size(), 2U);
  EXPECT_EQ(findings.claims[0].claim.text, "It is good for the nerves.");
  EXPECT_EQ(findings.claims[0].opinions.size(), 2U);
  EXPECT_EQ(findings.claims[0].first_turn, "t1");
  EXPECT_EQ(findings.claims[1].claim.text, "Kettles break often.");
  EXPECT_EQ(findings.claims[1].first_turn, "");
}

TEST(Findings, PutFirstWhatMoreBallotsName) {
  auto state = debate();
  vote(state, "AB",
       {.cruxes = {"Whether price matters.", "Sleep quality against alertness.",
                   "Sleep quality or alertness?"}});
  vote(state, "BA", {.cruxes = {"Alertness against sleep quality."}, .agreements = {"Taste."}});
  const auto findings = find(state);
  ASSERT_EQ(findings.cruxes.size(), 2U);
  EXPECT_EQ(findings.cruxes[0].text, "Sleep quality against alertness.");
  EXPECT_EQ(findings.cruxes[0].ballots, 2);
  EXPECT_EQ(findings.cruxes[1].text, "Whether price matters.");
  EXPECT_EQ(findings.cruxes[1].ballots, 1);
  EXPECT_EQ(findings.agreements.at(0).text, "Taste.");
  EXPECT_EQ(findings.ballots, 2);
  EXPECT_TRUE(findings.unassessed.empty());
}

TEST(Findings, SayWhyAJudgeGaveNone) {
  auto state = debate();
  state.plan.judges = {{.model = "odds", .method = Method::log_odds},
                       {.model = "small", .is_small = true},
                       {.model = "silent"}};
  state.ballots.push_back({});
  const auto missing = find(state).unassessed;
  ASSERT_EQ(missing.size(), 3U);
  EXPECT_EQ(missing[0].judge, "odds");
  EXPECT_EQ(missing[0].reason,
            "It is measured by log-probabilities, which give a preference and nothing else.");
  EXPECT_EQ(missing[1].reason, "It is too small to be asked for more than a preference.");
  EXPECT_EQ(missing[2].reason, "It gave no valid assessment with its votes.");
  state.ballots.clear();
  EXPECT_EQ(find(state).unassessed[2].reason, "It had no two seats to compare.");
}

}  // namespace
}  // namespace quorum::debate
