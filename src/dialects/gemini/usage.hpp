#pragma once
/// Token counts as Google spells them.

#include <optional>

#include "json/value.hpp"
#include "json/writer.hpp"
#include "llm/delta.hpp"

namespace quorum::gemini {

/// Reads a `usageMetadata`; nothing where it tells no counts. Google counts thoughts, and what its
/// own tools brought into the prompt, apart.
std::optional<llm::Usage> read_usage(json::Value usage);

/// Writes the members of a `usageMetadata` object; what is not known is left out.
void write_usage(json::Writer& writer, const llm::Usage& usage);

/// The count of one kind in a list as `promptTokensDetails`.
std::optional<std::int64_t> tokens_of(json::Value details, std::string_view modality);

/// A count of tokens; nothing where it is garbage.
std::optional<std::int64_t> count_of(json::Value value);

}  // namespace quorum::gemini
