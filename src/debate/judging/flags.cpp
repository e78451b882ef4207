#include "debate/judging/flags.hpp"

#include <algorithm>

#include "debate/format/text.hpp"
#include "debate/format/words.hpp"
#include "debate/judging/ballot.hpp"

namespace quorum::debate {
namespace {

// Two answers of one seat that share this much of their words say the same.
constexpr double kRepetition = 0.8;

bool says_the_same(std::string_view a, std::string_view b) {
  return overlap(words_of(a), words_of(b)) >= kRepetition;
}

bool repeats_itself(const State& state, const Seat& seat) {
  const auto answers = state.answers(seat.id);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (says_the_same(answers[i]->text, answers[j]->text)) return true;
    }
  }
  return false;
}

bool any_turn(const State& state, bool (*has)(const Turn&)) {
  return std::ranges::any_of(state.turns, has);
}

bool has_small(const State& state) {
  return std::ranges::any_of(state.plan.seats,
                             [](const Seat& seat) { return seat.profile != Profile::standard; }) ||
         std::ranges::any_of(state.plan.judges, &Judge::is_small);
}

}  // namespace

std::vector<std::string_view> flags_of(const State& state, const Conduct& conduct, Chair chair) {
  const auto& judges = state.plan.judges;
  std::vector<std::string_view> flags;
  const auto raise = [&flags](bool condition, std::string_view flag) {
    if (condition) flags.push_back(flag);
  };
  raise(state.is_degraded || chair == Chair::failed, "degraded");
  raise(std::ranges::any_of(judges, &Judge::is_participant), "judge_is_participant");
  raise(std::ranges::any_of(judges, [](const Judge& one) { return !one.same_family_as.empty(); }),
        "judge_same_family");
  raise(state.heard().size() < state.plan.seats.size(), "missing_participant");
  raise(std::ranges::any_of(state.plan.seats,
                            [&](const Seat& seat) { return repeats_itself(state, seat); }),
        "repetition");
  raise(!conduct.drifts.empty(), "drift");
  raise(std::ranges::any_of(conduct.flips, [](const Flip& flip) { return flip.argued_by.empty(); }),
        "unforced_flip");
  raise(any_turn(state, [](const Turn& turn) { return has_tag(turn.text); }), "injection_attempt");
  raise(std::ranges::any_of(judges, [&](const Judge& judge) { return must_cut(state, judge); }),
        "truncated_input");
  raise(any_turn(state,
                 [](const Turn& turn) {
                   return turn.progress == Progress::finished &&
                          turn.finished.finish == llm::Finish::content_filter;
                 }),
        "refusal");
  raise(has_small(state), "small_models");
  raise(state.round.round < state.plan.rounds, "budget_stop");
  return flags;
}

}  // namespace quorum::debate
