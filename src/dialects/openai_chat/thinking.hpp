#pragma once
/// How long a model may think, in the spellings that vendors have for it.

#include <array>
#include <optional>
#include <string_view>

#include "core/error.hpp"
#include "dialects/fields.hpp"
#include "dialects/openai_chat/drops.hpp"
#include "dialects/quirks.hpp"
#include "json/writer.hpp"
#include "llm/chat.hpp"

namespace quorum::openai_chat {

/// The members that `read_thinking` reads.
constexpr std::array<std::string_view, 4> kThinkingMembers{"reasoning_effort", "reasoning",
                                                           "thinking", "enable_thinking"};

/// Nothing where the request does not speak of it.
Result<std::optional<llm::Thinking>> read_thinking(const dialects::Object& root);

/// Writes it as the vendor wants it, in the nearest words that it has.
void write_thinking(json::Writer& writer, const llm::Thinking& thinking,
                    const dialects::OpenAiQuirks& quirks, Drops& drops);

}  // namespace quorum::openai_chat
