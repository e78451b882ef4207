#pragma once
/// Refusals as Amazon spells them: `{"message":…}`, its kind in a header, or an event of a stream.

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "dialects/refusal.hpp"

namespace quorum::bedrock {

/// What the server meant.
Error explain(const dialects::Refusal& refusal);

/// Whether an event of that name is an error: `throttlingException`, `error`.
bool is_error_event(std::string_view name);

/// What such an event means.
Error explain_event(std::string_view provider, std::string_view name, std::string_view data);

}  // namespace quorum::bedrock
