#pragma once
/// Token counts as Converse spells them.

#include <optional>

#include "json/value.hpp"
#include "llm/delta.hpp"

namespace quorum::bedrock {

/// What was read from a cache or written to it stands beside `inputTokens` and is added to it.
std::optional<llm::Usage> read_usage(json::Value usage);

}  // namespace quorum::bedrock
