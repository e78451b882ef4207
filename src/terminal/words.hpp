#pragma once
/// A debate in plain words, the same on every face that writes lines. All of it clean.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "debate/record/state.hpp"
#include "terminal/verdict.hpp"
#include "terminal/view.hpp"

namespace quorum::terminal {

/// `local/smollm2-135m` is `smollm2-135m` where space is dear.
std::string short_model(std::string_view model);

/// What a seat argues, or its name, or its model.
std::string seat_title(const debate::Seat& seat);

/// `A Tea`; the id itself where there is no such seat.
std::string seat_label(const debate::State& state, std::string_view seat_id);

/// `opening: health`, for a round's heading.
std::string round_words(const debate::RoundStarted& round);

/// `640 ms`, `2.4 s`, `1 min 5 s`.
std::string duration_words(std::int64_t ms);

/// `80 tokens/s`, `first token 300 ms`, `24 tokens`, `attempt 2`: the most wanted first, and what
/// is not known left out. Tokens of a turn under way are guessed from its letters, marked with "≈".
std::vector<std::string> pace_words(const debate::Turn& turn, const View::Pace& pace);

/// `no cost`, `$0.0021`, `price unknown`, or nothing where nothing was called.
std::string cost_words(const debate::Spend& spend);

/// What readers must know of the models before they read them; empty for models of a usual size.
std::string small_models_words(const debate::State& state);

/// `Tea wins`, `Too close to call`.
std::string outcome_title(const debate::State& state, const Verdict& verdict);

/// `Margin 0.16 for A Tea, 95 % interval −0.35 to +0.67 (+ is A): the interval covers a tie.`
std::string margin_words(const debate::State& state, const Verdict& verdict);

/// A vote of the log, its seats by their ids.
Vote vote_of(const debate::State& state, const debate::JudgeVoted& voted);

/// `for A Tea, 0.42`.
std::string preference_words(const debate::State& state, const Vote& vote);

/// Something that judges found, or why they found nothing: `Crux`, `Sleep or work?`.
struct Finding {
  std::string label;
  std::string text;
};

enum class Detail : std::uint8_t { brief, full };

/// Changes of side, scores, cruxes, agreements and claims; `brief` leaves claims and agreements
/// out.
std::vector<Finding> finding_words(const debate::State& state, const Verdict& verdict,
                                   Detail detail);

/// Why a debate paused, failed or went on with less: our own short words as sentences, others as
/// they stand.
std::string reason_words(std::string_view reason);

/// What the flag means, as a sentence.
std::string flag_words(std::string_view flag);

}  // namespace quorum::terminal
