#pragma once
/// One part of a message's content, written for one vendor.

#include <string>

#include "dialects/openai_chat/drops.hpp"
#include "dialects/quirks.hpp"
#include "json/writer.hpp"
#include "llm/part.hpp"

namespace quorum::openai_chat {

/// Whether the part has a place in the content, for this vendor; what has none is noted.
bool has_place(const llm::Part& part, const dialects::OpenAiQuirks& quirks, Drops& drops);

/// Writes a part that has a place.
void write_part(json::Writer& writer, const llm::Part& part, const dialects::OpenAiQuirks& quirks,
                Drops& drops);

/// A document that is given as its words, as a text with its name and context before it.
std::string told(const llm::File& file);

}  // namespace quorum::openai_chat
