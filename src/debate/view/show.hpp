#pragma once
/// A debate as `GET /v1/debates` shows it.

#include <cstddef>
#include <string>
#include <vector>

#include "debate/record/state.hpp"
#include "store/debates.hpp"

namespace quorum::debate {

/// The whole debate: a JSON object.
std::string show(const store::DebateRow& row, const State& state);

/// `{data:[…], has_more}`, of at most `limit` rows.
std::string show_list(const std::vector<store::DebateRow>& rows, std::size_t limit);

}  // namespace quorum::debate
