#pragma once
/// Token counts as OpenAI spells them, and the arithmetic of those who spell them so but count
/// otherwise.

#include <cstdint>
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

/// What such an object counts, by the names and places of all who spell it.
struct UsageCounts {
  std::optional<std::int64_t> prompt{};
  std::optional<std::int64_t> completion{};
  std::optional<std::int64_t> total{};
  std::optional<std::int64_t> cached_read{};
  std::optional<std::int64_t> cache_write{};
  std::optional<std::int64_t> prompt_audio{};
  std::optional<std::int64_t> completion_audio{};
  std::optional<std::int64_t> reasoning{};
};

/// The usage that they add up to.
std::optional<llm::Usage> usage_of(const UsageCounts& counts);

/// Writes a `usage` object; details only where they are known.
void write_usage(json::Writer& writer, const llm::Usage& usage);

}  // namespace quorum::openai_chat
