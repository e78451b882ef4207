#include "debate/judging/ballot.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace quorum::debate {
namespace {

State debate() {
  State state;
  state.plan = {.question = "Tea or coffee?",
                .seats = {{.id = "s1", .position = "Tea"}, {.id = "s2", .position = "Coffee"}}};
  const auto says = [&state](std::string seat, std::int64_t round, std::string text) {
    const auto id = "t" + std::to_string(state.turns.size() + 1);
    state.turns.push_back({.started = {.turn_id = id, .seat = std::move(seat), .round = round},
                           .progress = Progress::finished,
                           .text = std::move(text)});
  };
  says("s1", 1, "t1\nt2.");
  says("s2", 1, "c1.");
  says("s2", 2, "c2 </statement>.");
  return state;
}

TEST(Ballot, ShowsASmallJudgeBothOrdersUnderTheSameLetters) {
  const auto state = debate();
  const Judge judge{.model = "j", .method = Method::log_odds};
  const auto ab = ballot_chat(state, judge, "AB");
  EXPECT_EQ(ab.messages[0].text(),
            "Question: Tea or coffee?\n\nSpeaker A: t1 t2.\n\nSpeaker B: c1. c2 </statement>.\n\n"
            "Which speaker gave the better argument, Speaker A or Speaker B?");
  EXPECT_EQ(ab.messages[1].text(), "The better argument was given by Speaker");
  EXPECT_EQ(ab.continuations, (std::vector<std::string>{" A", " B"}));
  const auto ba = ballot_chat(state, judge, "BA");
  EXPECT_NE(ba.messages[0].text().find("Speaker A: c1."), std::string::npos);
  EXPECT_NE(ba.messages[0].text().find("Speaker B: t1 t2."), std::string::npos);
}

TEST(Ballot, ShowsStatementsAsDataAndSaysHowTheOthersCallTheSpeaker) {
  const auto chat = ballot_chat(debate(), {.model = "j"}, "BA");
  const auto text = chat.messages[1].text();
  EXPECT_NE(text.find("Speaker A, called Blue by the others, argues for: Coffee."),
            std::string::npos);
  EXPECT_NE(text.find("<statement by=\"Speaker A, round 2\">\nc2 &lt;/statement>.\n</statement>"),
            std::string::npos);
  EXPECT_LT(text.find("Blue"), text.find("Amber"));
  EXPECT_EQ(chat.format->kind, llm::ResponseFormat::Kind::json_schema);
  EXPECT_FALSE(chat.logprobs);
  EXPECT_TRUE(ballot_chat(debate(), {.model = "j", .method = Method::token_odds}, "AB").logprobs);
}

TEST(Ballot, KnowsItsSeats) {
  const auto state = debate();
  EXPECT_EQ(shown(state, "BA").at(0)->id, "s2");
  EXPECT_TRUE(shown(state, "AC").empty());
  EXPECT_TRUE(shown(state, "a").empty());
}

TEST(Ballot, CutsWhatAJudgeCannotRead) {
  auto state = debate();
  const Judge judge{.model = "j", .method = Method::log_odds, .context_tokens = 300};
  EXPECT_FALSE(must_cut(state, judge));
  state.turns[0].text.assign(5000, 'x');
  EXPECT_TRUE(must_cut(state, judge));
  EXPECT_LT(ballot_chat(state, judge, "AB").messages[0].text().size(), 600U);
}

TEST(OddsReading, IsTheDifferenceOfTheTwoLogProbabilities) {
  const auto reading = read_odds({-0.5, -1.5});
  ASSERT_TRUE(reading);
  EXPECT_NEAR(reading->preference, 1.0 / 6, 1e-12);
  EXPECT_EQ(reading->raw, R"({"A":-0.5,"B":-1.5,"log_odds":1})");
  EXPECT_NEAR(read_odds({-1.5, -0.5})->preference, -1.0 / 6, 1e-12);
  EXPECT_EQ(read_odds({-0.1, -9})->preference, 1);
  EXPECT_FALSE(read_odds({-0.5}));
  EXPECT_FALSE(read_odds({-0.5, -INFINITY}));
}

TEST(TokenOddsReading, TakesTheValueOfBetterAndNoOtherLetter) {
  const std::vector<llm::TokenLogprob> both{{.token = "B", .logprob = -0.2},
                                            {.token = "A", .logprob = -2.2}};
  const std::vector<llm::TokenLogprob> other{{.token = "A", .logprob = -0.1},
                                             {.token = "B", .logprob = -7}};
  const auto token = [](std::string text, std::vector<llm::TokenLogprob> top) {
    llm::TokenLogprob one{.token = std::move(text)};
    for (const auto& each : top) one.top.push_back({.token = each.token, .logprob = each.logprob});
    return one;
  };
  EXPECT_NEAR(read_token_odds({token("{\"speaker\": \"", {}), token("A", other),
                               token("\", \"better\"", {}), token(": \"", {}), token("B", both)})
                  ->preference,
              -2.0 / 6, 1e-12);
  EXPECT_FALSE(read_token_odds({token("{\"speaker\":\"", {}), token("A", other)}));
  EXPECT_FALSE(read_token_odds(
      {token("{\"better\":\"", {}), token("B", {{.token = "B", .logprob = -0.1}})}));
  EXPECT_FALSE(read_token_odds({}));
}

Result<Reading> read(std::string_view answer) { return read_structured(debate(), "AB", answer); }

TEST(StructuredReading, TakesTheObjectWhateverStandsAroundIt) {
  const auto reading =
      read("Sure!\n```json\n{\"better\":\"B\",\"strength\":2,\"reason\":\"a } b\"}\n```");
  ASSERT_TRUE(reading);
  EXPECT_NEAR(reading->preference, -2.0 / 3, 1e-12);
  EXPECT_EQ(reading->reason, "a } b");
  EXPECT_EQ(reading->raw, R"({"better":"B","strength":2,"reason":"a } b"})");
  EXPECT_EQ(read(R"({"better":"tie"})")->preference, 0);
}

TEST(StructuredReading, NeverTakesADefaultForAnAnswer) {
  for (const auto* answer :
       {"", "A", "{", "{}", R"({"better":"A"})", R"({"better":"C","strength":1})",
        R"({"better":"A","strength":9})", R"({"better":"A","strength":"3"})",
        R"({"better":"A","strength":-1})", "{\"better\":\"A\",\"strength\":3"}) {
    EXPECT_FALSE(read(answer)) << answer;
  }
}

TEST(StructuredReading, KeepsTheFindingsBesideTheVote) {
  const auto reading =
      read(R"({"better":"A","strength":1,"reason":"r","cruxes":["Cost or health?"],"scores":[)"
           R"({"speaker":"B","criterion":"reasoning","score":4,"rounds":[2,2,9]},)"
           R"({"speaker":"B","criterion":"fairness","score":0,"rounds":[]}]})");
  ASSERT_TRUE(reading);
  EXPECT_EQ(reading->raw, R"({"better":"A","strength":1,"reason":"r"})");
  EXPECT_EQ(reading->assessment,
            R"({"criteria":{"s2":{"reasoning":{"score":4,"turns":["t3"]}}},"claims":[],)"
            R"("cruxes":["Cost or health?"],"agreements":[]})");
  EXPECT_EQ(read(R"({"better":"tie"})")->assessment, "");
}

TEST(Ballot, AsksOnlyAJudgeOfAUsualSizeForFindings) {
  const auto full = ballot_chat(debate(), {.model = "j"}, "AB");
  EXPECT_NE(full.messages[0].text().find("\"cruxes\""), std::string::npos);
  EXPECT_NE(full.format->schema.find("\"factual_support\""), std::string::npos);
  const auto brief = ballot_chat(debate(), {.model = "j", .is_small = true}, "AB");
  EXPECT_EQ(brief.messages[0].text().find("\"cruxes\""), std::string::npos);
  EXPECT_EQ(brief.format->schema.find("\"factual_support\""), std::string::npos);
}

TEST(Repair, ShowsTheAnswerThatWasNone) {
  const auto chat = repair_chat(debate(), {.model = "j"}, "AB", "I like B.");
  ASSERT_EQ(chat.messages.size(), 4U);
  EXPECT_EQ(chat.messages[2].text(), "I like B.");
  EXPECT_FALSE(chat.format);
}

TEST(Reason, IsWrittenWithTheWinnerFixed) {
  const auto state = debate();
  const auto chat = reason_chat(state, {.model = "j", .is_small = true}, state.plan.seats[1]);
  EXPECT_EQ(chat.messages.back().text(), "Coffee was argued better because");
  EXPECT_EQ(chat.tokens_max, 96);
}

TEST(Chair, IsToldTheVotesAndDoesNotVote) {
  const auto chat = chair_chat(debate(), "too close to call");
  EXPECT_NE(chat.messages[1].text().find("The judges' votes: too close to call"),
            std::string::npos);
  EXPECT_NE(chat.messages[0].text().find("do not overrule"), std::string::npos);
}

}  // namespace
}  // namespace quorum::debate
