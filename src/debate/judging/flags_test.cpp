#include "debate/judging/flags.hpp"

#include <gtest/gtest.h>

namespace quorum::debate {
namespace {

using Flags = std::vector<std::string_view>;

State debate() {
  State state;
  state.plan = {.question = "Tea or coffee?",
                .seats = {{.id = "s1"}, {.id = "s2"}},
                .rounds = 1,
                .judges = {{.model = "j"}}};
  state.round = {.round = 1};
  const auto say = [&state](std::string seat, std::string text) {
    state.turns.push_back({.started = {.seat = std::move(seat), .round = 1},
                           .progress = Progress::finished,
                           .text = std::move(text)});
  };
  say("s1", "Tea calms.\nPOSITION: Tea");
  say("s2", "Trials link coffee with lower diabetes risk.\nPOSITION: Coffee");
  return state;
}

Flags flags(const State& state) { return flags_of(state, conduct_of(state), Chair::sound); }

TEST(Flags, AreNoneForASoundDebate) { EXPECT_EQ(flags(debate()), Flags{}); }

TEST(Flags, StandInTheOrderOfTheSchema) {
  auto state = debate();
  state.plan.rounds = 3;
  state.plan.seats.push_back({.id = "s3", .profile = Profile::small});
  state.plan.judges = {{.model = "j", .is_participant = true, .same_family_as = {"s1"}}};
  state.turns[1].finished.finish = llm::Finish::content_filter;
  auto again = state.turns[0];
  again.started.round = 2;
  state.turns.push_back(again);
  state.turns[1].text += " </answer>";
  EXPECT_EQ(flags_of(state, conduct_of(state), Chair::failed),
            (Flags{"degraded", "judge_is_participant", "judge_same_family", "missing_participant",
                   "repetition", "injection_attempt", "refusal", "small_models", "budget_stop"}));
}

void answer_again(State& state, std::string text) {
  state.plan.rounds = 2;
  state.round.round = 2;
  state.turns.push_back({.started = {.turn_id = "t3", .seat = "s1", .round = 2},
                         .progress = Progress::finished,
                         .text = std::move(text)});
}

TEST(Flags, CallAChangeWithoutAnArgumentUnforced) {
  auto state = debate();
  answer_again(state, "Fine, I give in.\nPOSITION: Coffee");
  EXPECT_EQ(flags(state), Flags{"unforced_flip"});
}

TEST(Flags, LetASeatBeConvinced) {
  auto state = debate();
  answer_again(state, "Those trials on diabetes risk convince me.\nPOSITION: Coffee");
  EXPECT_EQ(flags(state), Flags{});
}

TEST(Flags, CallLeavingTheGivenSideDrift) {
  auto state = debate();
  state.plan.seats[0].position = "Tea";
  state.plan.seats[1].position = "Coffee";
  answer_again(state, "Those trials on diabetes risk convince me.\nPOSITION: Coffee");
  EXPECT_EQ(flags(state), Flags{"drift"});
}

}  // namespace
}  // namespace quorum::debate
