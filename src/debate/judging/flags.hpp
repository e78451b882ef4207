#pragma once
/// What speaks against trusting a verdict, each by a rule of its own.

#include <cstdint>
#include <string_view>
#include <vector>

#include "debate/judging/conduct.hpp"
#include "debate/record/state.hpp"

namespace quorum::debate {

enum class Chair : std::uint8_t { sound, failed };

/// In the order of the schema. `drift` and `unforced_flip` are the conduct's.
std::vector<std::string_view> flags_of(const State& state, const Conduct& conduct, Chair chair);

}  // namespace quorum::debate
