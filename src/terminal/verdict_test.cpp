#include "terminal/verdict.hpp"

#include <gtest/gtest.h>

namespace quorum::terminal {
namespace {

TEST(Verdict, IsRead) {
  const auto verdict = read_verdict(R"({"outcome":"winner","winner":"s2","margin":-0.5,
      "answer":"Coffee\u001b[0m.","panel":{"interval":[-0.9,-0.1]},"reasons":["a","b"],
      "ranking":[{"seat":"s1","score":-0.5},{"seat":"s2","score":0.5}],
      "votes":[{"judge":"j","order":["s1","s2"],"valid":true,"preference":-0.5},
               {"judge":"j","order":["s2","s1"],"valid":false,"preference":0.9}],
      "flags":["degraded"]})");
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->outcome, Outcome::winner);
  EXPECT_EQ(verdict->winner, "s2");
  EXPECT_EQ(verdict->margin, -0.5);
  EXPECT_EQ(verdict->low, -0.9);
  EXPECT_EQ(verdict->high, -0.1);
  EXPECT_EQ(verdict->answer, "Coffee[0m.");
  EXPECT_EQ(verdict->reasons, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(verdict->ranking.front().seat, "s2");
  EXPECT_EQ(verdict->votes[0].preference, -0.5);
  EXPECT_EQ(verdict->votes[1].preference, std::nullopt);  // An invalid vote says nothing.
  EXPECT_TRUE(verdict->has_flag("degraded"));
  EXPECT_FALSE(verdict->has_flag("small_models"));
}

TEST(Verdict, BringsWhatTheBallotsFound) {
  const auto verdict = read_verdict(R"({"criteria":[{"seat":"s1","total":17.5,"scores":{
      "reasoning":{"mean":3.5,"order_gap":1,"ballots":2}}},{"seat":"s2","total":null,"scores":{}}],
      "claims":[{"holders":["s1"],"text":"c","status":"upheld","evidence":[{"quote":"q",
      "quote_match":true}]},{"holders":["s2"],"text":"d","status":"unverified","evidence":[{
      "quote":"r","quote_match":false}]}],"cruxes":["x\u0007"],"agreements":["y"],
      "did_debate_change_anything":{"flips":[{"seat":"s1","from":"Tea","to":"Coffee","round":2,
      "argued_by":["s2"]}]},"assessment":{"missing":[{"judge":"j","reason":"why"}]}})");
  ASSERT_TRUE(verdict);
  ASSERT_EQ(verdict->scores.size(), 2U);
  EXPECT_EQ(verdict->scores[0].total, 17.5);
  EXPECT_EQ(verdict->scores[0].means.at(0).criterion, "reasoning");
  EXPECT_EQ(verdict->scores[0].means.at(0).points, 3.5);
  EXPECT_EQ(verdict->scores[1].total, std::nullopt);
  EXPECT_EQ(verdict->claims.at(0).quote, "q");
  EXPECT_EQ(verdict->claims.at(1).quote, "");  // It does not stand in the transcript.
  EXPECT_EQ(verdict->claims.at(1).seat, "s2");
  EXPECT_EQ(verdict->cruxes, std::vector<std::string>{"x"});
  EXPECT_EQ(verdict->agreements, std::vector<std::string>{"y"});
  EXPECT_EQ(verdict->flips.at(0).round, 2);
  EXPECT_EQ(verdict->flips.at(0).argued_by, std::vector<std::string>{"s2"});
  EXPECT_EQ(verdict->unassessed.at(0).reason, "why");
}

TEST(Verdict, WithoutFieldsDecidesNothing) {
  const auto verdict = read_verdict("{}");
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->outcome, Outcome::no_decision);
  EXPECT_FALSE(read_verdict("{"));
}

}  // namespace
}  // namespace quorum::terminal
