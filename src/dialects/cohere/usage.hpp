#pragma once
/// Token counts as Cohere spells them.

#include <optional>

#include "json/value.hpp"
#include "llm/delta.hpp"

namespace quorum::cohere {

/// Of `usage` (v2) or `meta` (v1): what was read and written (`tokens`), not what is billed, which
/// leaves Cohere's own prompt out; `billed_units` only where the other is missing. Tokens of images
/// are counted beside `input_tokens`.
std::optional<llm::Usage> read_usage(json::Value usage);

}  // namespace quorum::cohere
