#pragma once
/// The messages of a request and the blocks they are made of, read into our words.

#include <optional>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "dialects/fields.hpp"
#include "llm/chat.hpp"

namespace quorum::anthropic {

/// `cache_control` of a block, a tool or the request.
Result<std::optional<llm::CacheHint>> read_cache(const dialects::Object& object);

/// Appends the messages of `root`, those of its `system` before the others. The results of tools
/// become messages of their own.
Result<> read_messages(const dialects::Object& root, std::vector<llm::Message>& messages);

}  // namespace quorum::anthropic
