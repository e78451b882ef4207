#include "debate/record/read.hpp"

#include <gtest/gtest.h>

#include "debate/record/write.hpp"

namespace quorum::debate {
namespace {

std::vector<Event> one_of_each() {
  const llm::Price price{.prompt = Money::pico_usd(2'500'000),
                         .completion = Money::pico_usd(10'000'001),
                         .cached_read = Money::pico_usd(1)};
  const Judge judge{.model = "j",
                    .family = "qwen",
                    .method = Method::log_odds,
                    .is_participant = true,
                    .is_small = true,
                    .is_local = true,
                    .same_family_as = {"s1", "s2"},
                    .context_tokens = 2048,
                    .price = price};
  return {
      DebateStarted{.id = "dbt_1",
                    .question = "Tea or \"coffee\"?",
                    .format = "default",
                    .seats = {{.id = "s1",
                               .model = "m",
                               .name = "Ada",
                               .position = "Tea",
                               .persona = "a gardener",
                               .system = "Be kind.",
                               .tokens_max = 90,
                               .family = "x",
                               .profile = Profile::small_local,
                               .is_local = true,
                               .price = price},
                              {.id = "s2", .model = "n", .tokens_max = 1}},
                    .rounds = 3,
                    .judges = {judge},
                    .chair = judge,
                    .budget = {.usd = Money::micro_usd(5), .tokens = 6, .seconds = 7}},
      RoundStarted{.round = 1, .kind = "opening", .angle = "cost"},
      TurnStarted{.turn_id = "t1",
                  .seat = "s1",
                  .round = 1,
                  .model = "m",
                  .call_id = "dbt_1.t1",
                  .attempt = 2,
                  .reserved = {.usd = Money::micro_usd(1), .tokens = 9, .has_unknown_price = true}},
      TurnDelta{.turn_id = "t1", .offset = 1, .text = "\xF0\x9F\x8D\xB5", .ms = 5},
      TurnFinished{.turn_id = "t1",
                   .text = "t",
                   .usage = {.prompt = 1,
                             .completion = 2,
                             .cached_read = 3,
                             .cache_write = 4,
                             .reasoning = 5,
                             .is_estimate = true},
                   .cost_usd = Money::pico_usd(123),
                   .finish = llm::Finish::length,
                   .first_token_ms = 6,
                   .ms = 7},
      TurnFailed{.turn_id = "t2",
                 .error = {.type = "upstream_failed", .message = "cut"},
                 .will_retry = true,
                 .retry_after_ms = 400,
                 .spent = {.usd = {}, .tokens = 1}},
      JudgeStarted{.judge = "j", .order = "BA", .reserved = {.usd = {}, .tokens = 3}},
      JudgeVoted{.judge = "j",
                 .order = "BA",
                 .vote = R"({"A":-0.5})",
                 .valid = true,
                 .method = Method::token_odds,
                 .preference = -0.25,
                 .reason = "why",
                 .assessment = R"({"cruxes":["x"]})",
                 .usage = {.prompt = 1, .completion = 1},
                 .cost_usd = Money{}},
      JudgeVoted{.judge = "j", .order = "AB", .error = Failure{.type = "x", .message = "y"}},
      BudgetChanged{.spent = {.usd = Money::micro_usd(2), .tokens = 2},
                    .seconds = 4,
                    .reserved = {.usd = Money::micro_usd(1), .tokens = 1},
                    .cap = {.seconds = 9}},
      DebateTurned{.to = Turning::degraded, .reason = "s2 is missing", .missing = {"s2"}},
      DebateTurned{.to = Turning::cancelled, .reason = "asked"},
  };
}

// Reading what was written and writing it again shows every field, without an operator== for each.
TEST(EventReader, ReadsBackAllThatWasWritten) {
  for (const auto& event : one_of_each()) {
    const auto text = write(event);
    const auto back = read(name(event), text);
    ASSERT_TRUE(back) << name(event) << ": " << back.error().detail;
    EXPECT_EQ(back->index(), event.index());
    EXPECT_EQ(write(*back), text);
  }
}

TEST(EventReader, IgnoresWhatALaterVersionAdded) {
  const auto event = read("round.started", R"({"round":1,"kind":"opening","mood":{"x":[1]}})");
  ASSERT_TRUE(event);
  EXPECT_EQ(std::get<RoundStarted>(*event).kind, "opening");

  const auto unknown = read("debate.applauded", R"({"by":"all"})");
  ASSERT_TRUE(unknown);
  EXPECT_EQ(std::get<Unknown>(*unknown).name, "debate.applauded");
}

TEST(EventReader, RefusesALineThatIsNotOurs) {
  EXPECT_FALSE(read("round.started", R"({"round":"one","kind":"opening"})"));
  EXPECT_FALSE(read("turn.delta", R"({"turn_id":"t1"})"));
  EXPECT_FALSE(read("turn.finished", R"({"turn_id":"t1","text":"","usage":{},"finish":"stop"})"));
  EXPECT_FALSE(read("judge.voted", R"({"judge":"j","order":"AB","valid":true})"));
  EXPECT_FALSE(read("turn.delta", "{"));
}

TEST(EventReader, TakesTheChairsBillOutOfTheVerdict) {
  const std::string json =
      R"({"outcome":"tie","chair":{"model":"m","cost_usd":0.5,)"
      R"("usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}})";
  const auto event = read("verdict", json);
  ASSERT_TRUE(event);
  const auto& verdict = std::get<VerdictReached>(*event);
  EXPECT_FALSE(verdict.is_partial);
  EXPECT_EQ(verdict.json, json);
  EXPECT_EQ(verdict.usage.total(), 7);
  EXPECT_EQ(verdict.cost_usd, Money::micro_usd(500'000));
}

}  // namespace
}  // namespace quorum::debate
