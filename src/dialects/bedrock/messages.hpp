#pragma once
/// A conversation as Converse spells it.

#include <string>
#include <string_view>

#include "dialects/untaken.hpp"
#include "json/writer.hpp"
#include "llm/chat.hpp"

namespace quorum::bedrock {

/// Writes `system` and `messages`; names what is left out.
void write_messages(json::Writer& writer, const llm::Chat& chat, std::string_view model,
                    dialects::Dropped& dropped);

/// Writes the block that asks to remember what stands before it.
void write_cache_point(json::Writer& writer, const llm::CacheHint& hint);

/// Whether messages say that tools were called or what they answered.
bool speaks_of_tools(const llm::Chat& chat);

}  // namespace quorum::bedrock
