#pragma once
/// What a model thought, in the many spellings that have grown around a dialect that has none:
/// `reasoning_content`, `reasoning`, `reasoning_details` (OpenRouter), `thinking_blocks` (LiteLLM),
/// thinking parts of the content (Mistral), and Google's signatures.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.hpp"
#include "json/writer.hpp"
#include "llm/part.hpp"

namespace quorum::openai_chat {

/// What one message, or one piece of it, tells.
struct Thoughts {
  std::vector<llm::Reasoning> blocks{};

  /// Google's signatures that stand among the thoughts but belong to the tool call that their `id`
  /// names, or to the text where they have none.
  std::vector<llm::Seal> elsewhere{};
};

/// Of a stream's pieces: whether its thoughts have been told in a plain member. They are then not
/// told again where the details repeat them.
enum class Plain : bool { not_seen, seen };

Thoughts read_thoughts(json::Value message, Plain& plain);
inline Thoughts read_thoughts(json::Value message) {
  auto plain = Plain::not_seen;
  return read_thoughts(message, plain);
}

/// A part of a message's content that is of type `thinking`, as Mistral's.
llm::Reasoning read_thinking_part(json::Value part);

/// Writes the entries of `reasoning_details` that tell `thought`; `index` counts the thoughts of an
/// answer.
void write_detail(json::Writer& writer, const llm::Reasoning& thought, std::size_t index);

/// The entry that tells of a signature on the tool call `id`.
void write_call_detail(json::Writer& writer, const llm::Seal& seal, std::string_view id,
                       std::size_t index);

/// Writes an entry of `thinking_blocks`. Only Anthropic's seals have a place there.
void write_thinking_block(json::Writer& writer, const llm::Reasoning& thought);

/// The seal in `extra_content` (or where LiteLLM puts it), if there is one.
std::optional<llm::Seal> read_google_seal(json::Value value);

/// Writes the member `extra_content`.
void write_google_seal(json::Writer& writer, const llm::Seal& seal);

}  // namespace quorum::openai_chat
