#include "debate/record/state.hpp"

#include <gtest/gtest.h>

namespace quorum::debate {
namespace {

struct Log {
  State state;
  UnixMs now_ms = 1000;
  void add(const Event& event) { apply(state, event, state.last_seq + 1, now_ms); }
};

Log started() {
  Log log;
  log.add(DebateStarted{.id = "d",
                        .question = "q",
                        .seats = {{.id = "s1", .model = "m"}, {.id = "s2", .model = "n"}},
                        .rounds = 2});
  log.add(RoundStarted{.round = 1, .kind = "opening"});
  return log;
}

TEST(DebateState, KnowsWhoSaidWhat) {
  auto log = started();
  log.add(TurnStarted{.turn_id = "t1", .seat = "s1", .round = 1, .reserved = {.tokens = 50}});
  log.add(TurnStarted{.turn_id = "t2", .seat = "s2", .round = 1, .reserved = {.tokens = 7}});
  log.add(TurnDelta{.turn_id = "t1", .offset = 0, .text = "par"});
  log.add(TurnDelta{.turn_id = "t1", .offset = 3, .text = "t"});
  EXPECT_EQ(log.state.turns[0].text, "part");
  EXPECT_EQ(log.state.reserved().tokens, 57);
  EXPECT_TRUE(log.state.has_open_calls());
  EXPECT_EQ(log.state.answer("s1", 1), nullptr);

  log.add(TurnFinished{.turn_id = "t1",
                       .text = "whole",
                       .usage = {.prompt = 10, .completion = 5},
                       .cost_usd = Money::micro_usd(3)});
  log.add(TurnFailed{.turn_id = "t2", .error = {"x", "y"}, .spent = {.tokens = 7}});
  EXPECT_EQ(log.state.answer("s1", 1)->text, "whole");
  EXPECT_EQ(log.state.answer("s1", 2), nullptr);
  EXPECT_EQ(log.state.heard().size(), 1U);
  EXPECT_EQ(log.state.spent, (Spend{.usd = Money::micro_usd(3), .tokens = 22}));
  EXPECT_EQ(log.state.reserved(), Spend{});
  EXPECT_FALSE(log.state.has_open_calls());
}

TEST(DebateState, DoesNotCountTheTimeInWhichNobodyRanIt) {
  auto log = started();
  log.now_ms += 500;
  log.add(DebateTurned{.to = Turning::paused});
  EXPECT_EQ(log.state.status, Status::paused);
  log.now_ms += 60'000;
  log.add(DebateTurned{.to = Turning::resumed, .reason = "requested"});
  log.now_ms += 20;
  log.add(RoundStarted{.round = 2, .kind = "exchange"});
  EXPECT_EQ(log.state.status, Status::running);
  EXPECT_EQ(log.state.active_ms, 520);
}

TEST(DebateState, AsksABallotAgainThatARestartCut) {
  auto log = started();
  log.add(JudgeStarted{.judge = "j", .order = "AB", .reserved = {.tokens = 5}});
  log.add(JudgeStarted{.judge = "j", .order = "BA", .reserved = {.tokens = 6}});
  log.add(JudgeVoted{.judge = "j", .order = "AB", .valid = true});
  log.add(DebateTurned{.to = Turning::resumed, .reason = std::string(kRestart)});
  EXPECT_EQ(log.state.ballots[0].progress, Progress::finished);
  EXPECT_EQ(log.state.ballots[1].progress, Progress::failed);
  EXPECT_EQ(log.state.spent.tokens, 6);

  reopen(log.state, "j", "BA");
  EXPECT_EQ(log.state.reserved().tokens, 6);
}

TEST(DebateState, RefusesALogWithAGap) {
  State state;
  EXPECT_FALSE(apply(state, {.seq = 2, .name = "round.started", .data = R"({})"}));
  EXPECT_TRUE(
      apply(state, {.seq = 1, .name = "round.started", .data = R"({"round":1,"kind":"opening"})"}));
  EXPECT_FALSE(apply(state, {.seq = 1, .name = "debate.paused", .data = R"({})"}));
  EXPECT_TRUE(apply(state, {.seq = 2, .name = "debate.unheard", .data = R"({})"}));
  EXPECT_EQ(state.last_seq, 2U);
}

TEST(DebateState, CountsAnUnknownPriceAsUnknown) {
  auto log = started();
  log.add(TurnStarted{.turn_id = "t1", .seat = "s1", .round = 1});
  log.add(TurnFinished{.turn_id = "t1", .text = "x", .usage = {.prompt = 1, .completion = 1}});
  EXPECT_TRUE(log.state.spent.has_unknown_price);
  EXPECT_EQ(cost(std::nullopt, {.prompt = 1}), std::nullopt);
  EXPECT_EQ(cost(llm::Price{.prompt = Money::micro_usd(2), .completion = Money::micro_usd(5)},
                 {.prompt = 3, .completion = 1}),
            Money::micro_usd(11));
}

}  // namespace
}  // namespace quorum::debate
