#pragma once
/// What the next step could cost at worst, and whether that may still be spent.
///
/// Every bound is on the safe side, so that a cap is never passed: a step that would in truth have
/// fitted may be refused, never the other way round.

#include <cstdint>
#include <optional>
#include <string_view>

#include "debate/record/state.hpp"
#include "llm/chat.hpp"

namespace quorum::debate {

/// Tokens that `text` has at most in any tokenizer in use.
std::int64_t tokens_at_most(std::string_view text);

/// Of one call: all it reads, and all it may write.
Spend worst_case(const llm::Chat& chat, std::int64_t tokens_max,
                 const std::optional<llm::Price>& price);

/// Of one ballot, with the repair that it may need.
Spend worst_vote(const State& state, const Judge& judge, std::string_view order);

/// Of all seats' turns in the round that `state.round` names.
Spend worst_round(const State& state);

/// Of everything that is still to be paid once this round is over: all ballots and the chair, the
/// round's answers being as long as they may.
Spend worst_judging(const State& state);
Spend worst_chair(const State& state);

/// Whether `extra` fits under the caps beside what is spent and reserved.
bool fits(const State& state, const Spend& extra);

/// Whether there is time for another turn, or, `judging`, for another ballot. The last fifth of the
/// time is the judges'.
enum class Stage : std::uint8_t { arguing, judging };
bool has_time(const State& state, Stage stage);

/// Milliseconds left for a call of that stage; nothing: no cap.
std::optional<std::int64_t> ms_left(const State& state, Stage stage);

}  // namespace quorum::debate
