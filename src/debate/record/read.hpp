#pragma once
/// Lines of a debate's log, back into events.

#include <string_view>

#include "core/error.hpp"
#include "debate/record/event.hpp"
#include "json/value.hpp"

namespace quorum::debate {

/// Fields that a later version added are ignored, and its events are `Unknown`; a field that is
/// missing is an error, for the log is ours.
Result<Event> read(std::string_view name, std::string_view data);

/// Absent or null: nothing.
Result<std::optional<Money>> read_usd(json::Value value);

}  // namespace quorum::debate
