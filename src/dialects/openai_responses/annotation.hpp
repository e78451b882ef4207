#pragma once
/// Where a statement comes from, as the annotations of a text.

#include <cstdint>
#include <optional>

#include "json/value.hpp"
#include "json/writer.hpp"
#include "llm/part.hpp"

namespace quorum::openai_responses {

/// An annotation of a text before which `base` characters of the answer stand; nothing where it is
/// of no kind we know. Those that name a file and no address are kept as they are, too.
std::optional<llm::Citation> read_annotation(json::Value annotation, std::int64_t base);

/// Writes the annotation that says it best; nothing where the citation names no source.
void write_annotation(json::Writer& writer, const llm::Citation& citation, std::int64_t base);

/// Whether `write_annotation` would write anything.
bool has_source(const llm::Citation& citation);

}  // namespace quorum::openai_responses
