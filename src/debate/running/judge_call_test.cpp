#include "debate/running/judge_call.hpp"

#include <gtest/gtest.h>

#include "testkit/scripted.hpp"

namespace quorum::debate {
namespace {

using namespace std::chrono_literals;
using testkit::refuses;
using testkit::says;
using testkit::Script;

State debate() {
  State state;
  state.plan = {.id = "d",
                .question = "Tea or coffee?",
                .seats = {{.id = "s1", .position = "Tea"}, {.id = "s2", .position = "Coffee"}}};
  for (const auto* seat : {"s1", "s2"}) {
    state.turns.push_back(
        {.started = {.seat = seat, .round = 1}, .progress = Progress::finished, .text = "words"});
  }
  return state;
}

struct Asked {
  JudgeVoted vote;
  std::vector<testkit::SeenCall> calls;
};

Asked ask(std::vector<Script> scripts, Method method = Method::structured) {
  const auto loop = async::Loop::simulated(1);
  testkit::ScriptedModels models(*loop);
  models.add("j", std::move(scripts));
  const auto state = debate();
  const Judge judge{.model = "j",
                    .method = method,
                    .price = llm::Price{.prompt = Money::micro_usd(1), .completion = {}}};
  JudgeCall call{.loop = *loop, .backend = models, .state = state, .call_id = "d.j.AB"};
  auto vote = loop->run_until_done(ask_judge(call, judge, "AB"));
  return {std::move(vote), models.calls()};
}

constexpr std::string_view kVote = R"({"better":"B","strength":3,"reason":"r"})";

TEST(JudgeCall, TakesAStructuredVote) {
  const auto asked = ask({says(kVote)});
  EXPECT_TRUE(asked.vote.valid);
  EXPECT_EQ(asked.vote.preference, -1);
  EXPECT_EQ(asked.vote.reason, "r");
  EXPECT_EQ(asked.vote.method, Method::structured);
  EXPECT_EQ(asked.vote.cost_usd, Money::micro_usd(10));
  EXPECT_EQ(asked.calls[0].id, "d.j.AB");
}

TEST(JudgeCall, TakesLogOdds) {
  const auto asked = ask({testkit::scores({-0.5, -1.5})}, Method::log_odds);
  EXPECT_TRUE(asked.vote.valid);
  EXPECT_NEAR(*asked.vote.preference, 1.0 / 6, 1e-12);
  EXPECT_EQ(asked.vote.method, Method::log_odds);
  EXPECT_EQ(asked.calls[0].chat.continuations.size(), 2U);
}

TEST(JudgeCall, FallsBackToTheWordsWhereNoTopTokensCome) {
  const auto asked = ask({says(kVote)}, Method::token_odds);
  EXPECT_TRUE(asked.calls[0].chat.logprobs);
  EXPECT_EQ(asked.vote.preference, -1);
  EXPECT_EQ(asked.vote.method, Method::structured);
}

TEST(JudgeCall, ReadsTheTopTokensWhereTheyCome) {
  Script script;
  script.steps.push_back({.deltas = {{.text = std::string(kVote),
                                      .logprobs = {{.token = "{\"better\":\""},
                                                   {.token = "B",
                                                    .logprob = -0.1,
                                                    .top = {{.token = "B", .logprob = -0.1},
                                                            {.token = "A", .logprob = -1.1}}}},
                                      .finish = llm::Finish::stop}}});
  const auto asked = ask({script}, Method::token_odds);
  EXPECT_NEAR(*asked.vote.preference, -(1.0 / 6), 1e-12);
  EXPECT_EQ(asked.vote.method, Method::token_odds);
  EXPECT_EQ(asked.vote.reason, "r");
}

TEST(JudgeCall, KeepsTheFindingsOfABallot) {
  const auto asked = ask({says(
      R"({"cruxes":["Sleep?"],"claims":[{"speaker":"A","round":1,"claim":"c","quote":"","status":)"
      R"("upheld"}],"better":"B","strength":3,"reason":"r"})")});
  EXPECT_EQ(asked.vote.preference, -1);
  EXPECT_EQ(asked.vote.assessment,
            R"({"criteria":null,"claims":[{"seat":"s1","text":"c","quote":"",)"
            R"("status":"unverified"}],"cruxes":["Sleep?"],"agreements":[]})");
}

TEST(JudgeCall, RepairsOnceAndPaysForBoth) {
  const auto asked = ask({says("B, I think"), says(kVote)});
  EXPECT_TRUE(asked.vote.valid);
  EXPECT_EQ(asked.calls.size(), 2U);
  EXPECT_EQ(asked.calls[1].id, "d.j.AB.repair");
  EXPECT_EQ(asked.vote.usage.prompt, 20);
}

TEST(JudgeCall, IsInvalidAfterTheRepairAndNeverADefault) {
  const auto asked = ask({says("B, I think"), says("B!")});
  EXPECT_FALSE(asked.vote.valid);
  EXPECT_EQ(asked.vote.preference, std::nullopt);
  EXPECT_EQ(asked.vote.vote, R"("B!")");
  EXPECT_EQ(asked.calls.size(), 2U);
}

TEST(JudgeCall, DoesNotRepairLogOdds) {
  const auto asked = ask({says(" A")}, Method::log_odds);
  EXPECT_FALSE(asked.vote.valid);
  EXPECT_EQ(asked.calls.size(), 1U);
}

TEST(JudgeCall, TriesAFailingProviderThreeTimes) {
  const Error busy{.code = Errc::rate_limited, .message = "busy", .retry_after = 3s};
  const auto asked = ask({refuses(busy), refuses(busy), says(kVote)});
  EXPECT_TRUE(asked.vote.valid);
  EXPECT_GE(asked.calls[1].at - asked.calls[0].at, 3s);
  const auto never = ask({refuses(busy)});
  EXPECT_FALSE(never.vote.valid);
  EXPECT_EQ(never.calls.size(), 3U);
  EXPECT_EQ(never.vote.error->type, "rate_limited");
  EXPECT_EQ(never.vote.usage.total(), 0);
}

TEST(JudgeCall, AsksMorePlainlyWhereASchemaIsRefused) {
  const auto asked =
      ask({refuses({.code = Errc::invalid_request, .message = "no schema"}), says(kVote)});
  EXPECT_TRUE(asked.vote.valid);
  EXPECT_TRUE(asked.calls[0].chat.format);
  EXPECT_FALSE(asked.calls[1].chat.format);
}

TEST(JudgeCall, DoesNotTryAgainWhatCannotPass) {
  const auto asked = ask({refuses({.code = Errc::unauthenticated, .message = "no key"})});
  EXPECT_FALSE(asked.vote.valid);
  EXPECT_EQ(asked.calls.size(), 1U);
}

ChairAnswer chair(Script script, Judge by) {
  const auto loop = async::Loop::simulated(1);
  testkit::ScriptedModels models(*loop);
  models.add("c", {std::move(script)});
  auto state = debate();
  by.model = "c";
  state.plan.judges = {{.model = "j"}};
  for (const auto* order : {"AB", "BA"}) {
    state.ballots.push_back(
        {.started = {.judge = "j", .order = order},
         .progress = Progress::finished,
         .voted = {.judge = "j",
                   .order = order,
                   .valid = true,
                   .preference = std::string_view(order) == "AB" ? 1.0 : -1.0}});
  }
  JudgeCall call{.loop = *loop, .backend = models, .state = state, .call_id = "d.chair"};
  return loop->run_until_done(ask_chair(call, by));
}

TEST(Chair, WritesTheAnswer) { EXPECT_EQ(chair(says("Drink tea."), {}).text, "Drink tea."); }

TEST(Chair, GivesAReasonOnlyWhereItIsSmall) {
  const auto answer = chair(says(" it is cheap."), {.is_small = true});
  EXPECT_EQ(answer.text, "");
  EXPECT_EQ(answer.reason, "Tea was argued better because it is cheap.");
}

TEST(Chair, SaysThatItFailed) {
  EXPECT_EQ(chair(says(""), {}).error->message, "The chair wrote nothing.");
  EXPECT_EQ(chair(refuses({.code = Errc::unauthenticated, .message = "no"}), {}).error->type,
            "unauthenticated");
}

}  // namespace
}  // namespace quorum::debate
