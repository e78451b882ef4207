#include "debate/judging/assessment.hpp"

#include <gtest/gtest.h>

#include "debate/judging/ballot.hpp"
#include "json/schema.hpp"

namespace quorum::debate {
namespace {

State debate() {
  State state;
  state.plan = {.question = "Tea or coffee?", .seats = {{.id = "s1"}, {.id = "s2"}}};
  const auto say = [&state](std::string id, std::string seat, std::int64_t round,
                            std::string text) {
    state.turns.push_back(
        {.started = {.turn_id = std::move(id), .seat = std::move(seat), .round = round},
         .progress = Progress::finished,
         .text = std::move(text)});
  };
  say("t1", "s1", 1, "Tea calms the\nmind, and costs little.");
  say("t2", "s2", 1, "Coffee wakes you up.");
  say("t3", "s1", 2, "It has less caffeine.");
  return state;
}

Assessment read(std::string_view answer, std::string_view order = "AB") {
  const auto document = json::Document::parse(answer);
  return document ? read_assessment(debate(), order, document->root()) : Assessment{};
}

Claim claim(std::string_view quote, std::string_view status = "upheld", int round = 1) {
  std::string text;
  json::Writer out(text);
  out.object().key("claims").array().object();
  out.key("speaker").string("A").key("round").number(round).key("claim").string("calming");
  out.key("quote").string(quote).key("status").string(status).end().end().end();
  auto all = read(text).claims;
  return all.empty() ? Claim{} : all.front();
}

TEST(Claims, FindTheirQuoteInWhatWasSaid) {
  const auto found = claim("\"calms the mind, and\"");
  EXPECT_EQ(found.turn, "t1");
  EXPECT_EQ(found.from, 4U);
  EXPECT_EQ(found.to, 23U);
  EXPECT_EQ(found.seat, "s1");
  EXPECT_EQ(found.standing, Standing::upheld);
  EXPECT_EQ(claim("less caffeine...").turn, "t3");  // In another round than was named.
}

TEST(Claims, AreUnverifiedWithoutTheirQuote) {
  for (const auto* quote :
       {"Tea heals the mind", "tea calms the mind", "mind", "", "wakes you up"}) {
    const auto missing = claim(quote);
    EXPECT_EQ(missing.turn, "") << quote;
    EXPECT_EQ(missing.standing, Standing::unverified) << quote;
    EXPECT_EQ(missing.text, "calming") << quote;
  }
}

TEST(Claims, AreLeftOutWhereTheyDoNotReadAsAsked) {
  EXPECT_EQ(claim("calms the mind", "certain").text, "");
  EXPECT_TRUE(
      read(R"({"claims":[{"speaker":"C","claim":"x","status":"upheld"},7,{}]})").is_empty());
  EXPECT_TRUE(read(R"({"claims":"none","cruxes":{},"scores":{"A":1}})").is_empty());
}

TEST(Scores, BelongToTheSeatThatWasShownInThatPlace) {
  constexpr std::string_view kAnswer =
      R"({"scores":[{"speaker":"B","criterion":"reasoning","score":2,"rounds":[2,1,7]},)"
      R"({"speaker":"A","criterion":"reasoning","score":4,"rounds":[1]},)"
      R"({"speaker":"A","criterion":"reasoning","score":1,"rounds":[1]}]})";
  const auto swapped = read(kAnswer, "BA");
  ASSERT_EQ(swapped.scores.size(), 2U);
  EXPECT_EQ(swapped.scores[0].seat, "s2");
  EXPECT_EQ(swapped.scores[0].points, 4);
  EXPECT_EQ(swapped.scores[0].turns, std::vector<std::string>{"t2"});
  EXPECT_EQ(swapped.scores[1].seat, "s1");
  EXPECT_EQ(swapped.scores[1].turns, (std::vector<std::string>{"t3", "t1"}));
}

TEST(Scores, AreNeverADefault) {
  for (const auto* score : {"0", "6", "-1", "3.5", "\"3\"", "null"}) {
    EXPECT_TRUE(read(std::string(R"({"scores":[{"speaker":"A","criterion":"fairness","score":)") +
                     score + "}]}")
                    .is_empty())
        << score;
  }
}

TEST(Assessment, ReadsBackAsItWasWritten) {
  const auto given =
      read(R"({"claims":[{"speaker":"B","round":1,"claim":"wakes","quote":"wakes you up","status":)"
           R"("contested"}],"cruxes":["Sleep or work?"],"agreements":["Both are drinks."],)"
           R"("scores":[{"speaker":"A","criterion":"fairness","score":5,"rounds":[1]}]})");
  constexpr std::string_view kText =
      R"({"criteria":{"s1":{"fairness":{"score":5,"turns":["t1"]}}},"claims":[{"seat":"s2",)"
      R"("text":"wakes","quote":"wakes you up","status":"contested","turn":"t2","span":[7,19]}],)"
      R"("cruxes":["Sleep or work?"],"agreements":["Both are drinks."]})";
  EXPECT_EQ(write(given), kText);
  EXPECT_EQ(write(parse_assessment(kText)), kText);
  EXPECT_TRUE(parse_assessment("").is_empty());
  EXPECT_TRUE(parse_assessment("[").is_empty());
}

TEST(Assessment, IsAskedForInASchemaThatEveryObjectOfItCloses) {
  const auto schema = json::Document::parse(assessment_schema());
  ASSERT_TRUE(schema);
  const auto fits = [&schema](std::string_view answer) {
    const auto document = json::Document::parse(answer);
    return document && json::validate(schema->root(), document->root()).empty();
  };
  std::string scores;
  for (const auto criterion : kCriteria) {
    scores += (scores.empty() ? "" : ",") + std::string(R"({"speaker":"A","criterion":)") +
              json::quote(name(criterion)) + R"(,"score":3,"rounds":[1]})";
  }
  const auto answer = R"({"claims":[],"cruxes":[],"agreements":[],"scores":[)" + scores +
                      R"(],"better":"A","strength":1,"reason":"r")";
  EXPECT_TRUE(fits(answer + "}"));
  EXPECT_FALSE(fits(answer + R"(,"more":1})"));
  EXPECT_FALSE(fits(R"({"better":"A","strength":1,"reason":"r"})"));
}

TEST(Assessment, IsNotAskedOfJudgesThatCannotGiveIt) {
  EXPECT_TRUE(can_assess({.method = Method::structured}));
  EXPECT_TRUE(can_assess({.method = Method::token_odds}));
  EXPECT_FALSE(can_assess({.method = Method::log_odds}));
  EXPECT_FALSE(can_assess({.method = Method::structured, .is_small = true}));
}

}  // namespace
}  // namespace quorum::debate
