#pragma once
/// What a seat is asked in a turn.
///
/// Pure: the same log gives the same prompt, byte for byte, so a replay can check it.

#include <cstdint>
#include <string>
#include <string_view>

#include "debate/record/state.hpp"
#include "llm/chat.hpp"

namespace quorum::debate {

/// The formats that can be asked for.
bool is_format(std::string_view format);

/// `opening` first and blind, `closing` last where there are three or more, `exchange` in between.
std::string_view kind_of_round(std::int64_t round, std::int64_t rounds);

/// What small models speak about in that round.
std::string_view angle_of_round(std::int64_t round);

/// Tokens that a turn may take where nobody said.
std::int64_t default_tokens_max(Profile profile);

/// The chat for this seat's turn in `state.round`.
llm::Chat turn_chat(const State& state, const Seat& seat);

/// The words with which a small local model's answer begins; they are part of what is shown. Empty
/// for every other seat.
std::string prefill(const Seat& seat);

}  // namespace quorum::debate
