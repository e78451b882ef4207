#include "debate/rules/budget.hpp"

#include <gtest/gtest.h>

#include "debate/format/prompt.hpp"
#include "debate/rules/engine.hpp"

namespace quorum::debate {
namespace {

const llm::Price kPrice{.prompt = Money::micro_usd(1), .completion = Money::micro_usd(10)};

State debate() {
  State state;
  state.has_started = true;
  state.plan = {.id = "d",
                .question = "Q?",
                .format = "default",
                .seats = {{.id = "s1", .model = "m", .tokens_max = 100, .price = kPrice},
                          {.id = "s2", .model = "m", .tokens_max = 100, .price = kPrice}},
                .rounds = 2,
                .judges = {{.model = "j", .price = kPrice}}};
  return state;
}

std::string first_event(const State& state) {
  const auto actions = next(state);
  const auto* emit = actions.empty() ? nullptr : std::get_if<Emit>(&actions.front());
  if (emit == nullptr) return "";
  if (const auto* turned = std::get_if<DebateTurned>(&emit->event)) return turned->reason;
  return std::holds_alternative<RoundStarted>(emit->event) ? "round" : "other";
}

TEST(WorstCase, CountsAllThatIsReadAndAllThatMayBeWritten) {
  llm::Chat chat;
  chat.messages.push_back(llm::message(llm::Role::user, "abcd, 12"));
  // 5 letters and spaces make at most 3 tokens, the other 3 bytes one each; 24 around it, twice.
  const auto worst = worst_case(chat, 7, kPrice);
  EXPECT_EQ(worst.tokens, 3 + 3 + 24 + 24 + 7);
  EXPECT_EQ(worst.usd, Money::micro_usd(54 + 70));
  EXPECT_FALSE(worst.has_unknown_price);
  EXPECT_TRUE(worst_case(chat, 7, std::nullopt).has_unknown_price);
}

TEST(WorstCase, IsNeverBelowAByteATokenOutsideOfWords) {
  EXPECT_EQ(tokens_at_most("\xE4\xBD\xA0\xE5\xA5\xBD"), 6);
  EXPECT_EQ(tokens_at_most("abcdef"), 3);
  EXPECT_EQ(tokens_at_most("abc"), 2);
  EXPECT_EQ(tokens_at_most(""), 0);
}

TEST(WorstCase, OfJudgingIsNeverBelowItsBallots) {
  auto state = debate();
  state.plan.judges.push_back({.model = "small", .is_small = true, .price = kPrice});
  state.plan.judges.push_back({.model = "odds", .method = Method::log_odds, .price = kPrice});
  state.round = {.round = 1};
  for (const auto* seat : {"s1", "s2"}) {
    state.turns.push_back({.started = {.turn_id = seat, .seat = seat, .round = 1},
                           .progress = Progress::finished,
                           .text = "Short."});
  }
  for (const auto& judge : state.plan.judges) {
    auto alone = state;
    alone.plan.judges = {judge};
    auto ballots = worst_vote(alone, judge, "AB");
    ballots += worst_vote(alone, judge, "BA");
    EXPECT_GE(worst_judging(alone).tokens, ballots.tokens) << judge.model;
  }
}

TEST(WorstCase, CountsASchemaThatMayBeBilledAsText) {
  llm::Chat chat;
  chat.format = llm::ResponseFormat{.name = "", .schema = "{}"};
  EXPECT_EQ(worst_case(chat, 0, kPrice).tokens, 24 + 2);
}

TEST(Budget, IsFreeWithoutACap) { EXPECT_EQ(first_event(debate()), "round"); }

TEST(Budget, FailsADebateWhoseFirstRoundAndJudgesItCannotPay) {
  auto state = debate();
  auto ahead = state;
  ahead.round = {.round = 1, .kind = "opening"};
  auto needed = worst_round(ahead);
  needed += worst_judging(ahead);

  state.plan.budget.usd = needed.usd;
  EXPECT_EQ(first_event(state), "round");
  state.plan.budget.usd = needed.usd - Money::pico_usd(1);
  EXPECT_EQ(first_event(state), "budget");

  state.plan.budget = {.tokens = needed.tokens};
  EXPECT_EQ(first_event(state), "round");
  state.plan.budget = {.tokens = needed.tokens - 1};
  EXPECT_EQ(first_event(state), "budget");
}

TEST(Budget, StopsBeforeARoundThatItCannotPayAndJudgesWhatThereIs) {
  auto state = debate();
  std::uint64_t seq = 0;
  const auto add = [&](const Event& event) { apply(state, event, ++seq, 1000); };
  add(state.plan);
  add(RoundStarted{.round = 1, .kind = "opening"});
  for (const auto* seat : {"s1", "s2"}) {
    add(TurnStarted{.turn_id = seat, .seat = seat, .round = 1});
    add(TurnFinished{.turn_id = seat, .text = "short", .cost_usd = Money::micro_usd(1)});
  }
  add(BudgetChanged{.spent = state.spent});

  auto ahead = state;
  ahead.round = {.round = 2, .kind = "exchange"};
  auto needed = state.spent;
  needed += worst_round(ahead);
  needed += worst_judging(ahead);
  state.plan.budget.usd = needed.usd;
  EXPECT_EQ(first_event(state), "round");

  state.plan.budget.usd = needed.usd - Money::pico_usd(1);
  const auto actions = next(state);
  ASSERT_EQ(actions.size(), 2U);
  EXPECT_EQ(std::get<AskJudge>(actions[0]).started.order, "AB");
}

/// Round 1: `s1` has answered, `s2` is to be asked again.
State half_a_round() {
  auto state = debate();
  state.plan.rounds = 1;
  state.round = {.round = 1, .kind = "opening"};
  state.turns.push_back({.started = {.turn_id = "t1", .seat = "s1", .round = 1},
                         .progress = Progress::finished,
                         .text = "short"});
  state.turns.push_back({.started = {.turn_id = "t2", .seat = "s2", .round = 1},
                         .progress = Progress::failed,
                         .failed = {.turn_id = "t2", .will_retry = true}});
  return state;
}

TEST(Budget, DoesNotTryAgainWithTheJudgesMoney) {
  auto state = half_a_round();
  auto needed = worst_judging(state);
  needed += worst_case(turn_chat(state, state.plan.seats[1]), 100, kPrice);
  state.plan.budget.usd = needed.usd;
  EXPECT_TRUE(std::holds_alternative<Ask>(next(state).at(0)));
  state.plan.budget.usd = needed.usd - Money::pico_usd(1);
  EXPECT_FALSE(std::holds_alternative<Ask>(next(state).at(0)));
}

TEST(Budget, ReopensNoRoundOnceTheJudgesHaveBegun) {
  auto state = half_a_round();
  ASSERT_TRUE(std::holds_alternative<Ask>(next(state).at(0)));
  state.ballots.push_back({.started = {.judge = "j", .order = "AB"}});
  const auto actions = next(state);
  EXPECT_TRUE(actions.empty() || !std::holds_alternative<Ask>(actions.front()));
}

TEST(Budget, KeepsTheLastFifthOfTheTimeForTheJudges) {
  auto state = debate();
  state.plan.budget.seconds = 10;
  EXPECT_EQ(ms_left(state, Stage::arguing), 8000);
  EXPECT_EQ(ms_left(state, Stage::judging), 10'000);
  state.active_ms = 8000;
  EXPECT_FALSE(has_time(state, Stage::arguing));
  EXPECT_TRUE(has_time(state, Stage::judging));
  EXPECT_EQ(first_event(state), "budget");
  EXPECT_EQ(ms_left(debate(), Stage::arguing), std::nullopt);
}

TEST(Budget, CountsWhatIsReservedAsSpent) {
  auto state = debate();
  state.plan.budget.tokens = 100;
  state.spent.tokens = 40;
  state.turns.push_back({.started = {.turn_id = "t1", .seat = "s1", .reserved = {.tokens = 50}}});
  EXPECT_TRUE(fits(state, {.tokens = 10}));
  EXPECT_FALSE(fits(state, {.tokens = 11}));
}

}  // namespace
}  // namespace quorum::debate
