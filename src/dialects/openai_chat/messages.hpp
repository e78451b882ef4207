#pragma once
/// The messages of a request, read into our words.

#include <optional>
#include <vector>

#include "core/error.hpp"
#include "dialects/fields.hpp"
#include "llm/chat.hpp"

namespace quorum::openai_chat {

/// Takes the form before `tools` too: messages of the role `function`, and `function_call`. A part
/// that we have no word for is kept as it stands.
Result<std::vector<llm::Message>> read_messages(const dialects::Object& root);

/// A mark that what stands up to here is worth remembering: `prompt_cache_breakpoint`, or
/// `cache_control` as Anthropic spells it.
std::optional<llm::CacheHint> read_cache_hint(json::Value value);

}  // namespace quorum::openai_chat
