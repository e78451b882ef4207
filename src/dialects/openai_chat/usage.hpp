#pragma once
/// Token counts as OpenAI spells them, and the arithmetic of those who spell them so but count
/// otherwise.

#include <optional>

#include "json/value.hpp"
#include "json/writer.hpp"
#include "llm/delta.hpp"

namespace quorum::openai_chat {

/// Reads a `usage` object; nothing where it is null, absent or says nothing.
///
/// xAI leaves reasoning tokens out of `completion_tokens`, Gemini's OpenAI endpoint thoughts, and
/// Mistral audio out of `prompt_tokens`. All of them put them into `total_tokens`, so what the
/// total has beyond the two goes where it belongs.
std::optional<llm::Usage> read_usage(json::Value usage);

/// Writes a `usage` object; details only where they are known.
void write_usage(json::Writer& writer, const llm::Usage& usage);

}  // namespace quorum::openai_chat
