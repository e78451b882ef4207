#include "debate/record/write.hpp"

#include <gtest/gtest.h>

namespace quorum::debate {
namespace {

TEST(EventWriter, SpellsWhatClientsRelyOn) {
  const Event started = TurnStarted{.turn_id = "t1",
                                    .seat = "s1",
                                    .round = 1,
                                    .model = "local/a",
                                    .call_id = "dbt_1.t1",
                                    .attempt = 1,
                                    .reserved = {.usd = Money::micro_usd(250), .tokens = 90}};
  EXPECT_EQ(name(started), "turn.started");
  EXPECT_EQ(write(started),
            R"({"turn_id":"t1","seat":"s1","round":1,"model":"local/a","call_id":"dbt_1.t1",)"
            R"("attempt":1,"reserved":{"usd":0.00025,"tokens":90}})");

  EXPECT_EQ(write(TurnDelta{.turn_id = "t1", .offset = 3, .text = "é\n", .ms = 12}),
            R"({"turn_id":"t1","offset":3,"text":"é\n","ms":12})");
  EXPECT_EQ(write(RoundStarted{.round = 2, .kind = "exchange"}),
            R"({"round":2,"kind":"exchange"})");
}

TEST(EventWriter, SaysNullWhereAPriceIsUnknown) {
  TurnFinished finished{.turn_id = "t1", .text = "x", .usage = {.prompt = 2, .completion = 3}};
  EXPECT_EQ(write(finished),
            R"({"turn_id":"t1","text":"x","usage":{"prompt_tokens":2,"completion_tokens":3,)"
            R"("total_tokens":5},"cost_usd":null,"finish":"stop","first_token_ms":0,"ms":0})");
  finished.cost_usd = Money{};
  EXPECT_NE(write(finished).find(R"("cost_usd":0,)"), std::string::npos);
}

TEST(EventWriter, WritesEveryCapEvenWhereThereIsNone) {
  EXPECT_EQ(
      write(BudgetChanged{
          .spent = {.usd = Money::micro_usd(1), .tokens = 7}, .seconds = 3, .cap = {.tokens = 10}}),
      R"({"spent":{"usd":0.000001,"tokens":7,"seconds":3},"reserved":{"usd":0,"tokens":0},)"
      R"("cap":{"usd":null,"tokens":10,"seconds":null}})");
}

TEST(EventWriter, NamesEveryTurnOfADebate) {
  EXPECT_EQ(name(DebateTurned{.to = Turning::paused}), "debate.paused");
  EXPECT_EQ(name(DebateTurned{.to = Turning::resumed}), "debate.resumed");
  EXPECT_EQ(name(DebateTurned{.to = Turning::degraded}), "debate.degraded");
  EXPECT_EQ(name(DebateTurned{.to = Turning::completed}), "debate.completed");
  EXPECT_EQ(name(DebateTurned{.to = Turning::failed}), "debate.failed");
  EXPECT_EQ(name(DebateTurned{.to = Turning::cancelled}), "debate.cancelled");
  EXPECT_EQ(name(VerdictReached{.is_partial = true}), "verdict.partial");
  EXPECT_EQ(name(VerdictReached{}), "verdict");
  EXPECT_EQ(write(DebateTurned{.to = Turning::degraded, .reason = "r", .missing = {"s2"}}),
            R"({"reason":"r","missing":["s2"]})");
}

}  // namespace
}  // namespace quorum::debate
