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

TEST(Verdict, WithoutFieldsDecidesNothing) {
  const auto verdict = read_verdict("{}");
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->outcome, Outcome::no_decision);
  EXPECT_FALSE(read_verdict("{"));
}

}  // namespace
}  // namespace quorum::terminal
