#pragma once
/// Token counts as the Responses API spells them.

#include <optional>

#include "json/value.hpp"
#include "json/writer.hpp"
#include "llm/delta.hpp"

namespace quorum::openai_responses {

/// Reads a `usage` object; nothing where it is null, absent or says nothing. What its total has
/// beyond input and output (reasoning that a provider counts apart) was written.
std::optional<llm::Usage> read_usage(json::Value usage);

/// Writes a `usage` object. The schema demands every detail, so that here absent is 0.
void write_usage(json::Writer& writer, const llm::Usage& usage);

}  // namespace quorum::openai_responses
