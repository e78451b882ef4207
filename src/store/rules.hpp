#pragma once
/// What every way of keeping debates must refuse, worded once.

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "store/debates.hpp"

namespace quorum::store {

/// Whether the `seq`s of `events` go on from `last` without a gap.
Result<> check_sequence(std::uint64_t last, const std::vector<LogEvent>& events);

Error no_such_debate();
Error no_such_page();  ///< `DebateQuery::after` names no debate.
Error id_is_known();
Error key_is_known(std::string_view first_id);
Error lease_is_taken(std::string_view holder);

}  // namespace quorum::store
