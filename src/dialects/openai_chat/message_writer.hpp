#pragma once
/// The messages of a request, written for one vendor.

#include "dialects/openai_chat/drops.hpp"
#include "dialects/quirks.hpp"
#include "json/writer.hpp"
#include "llm/chat.hpp"

namespace quorum::openai_chat {

/// Writes the member `messages`. What the vendor cannot take is left out and named in `drops`.
void write_messages(json::Writer& writer, const llm::Chat& chat,
                    const dialects::OpenAiQuirks& quirks, Drops& drops);

/// Writes a mark where `hint` is given and the vendor takes one.
void write_cache_hint(json::Writer& writer, const std::optional<llm::CacheHint>& hint,
                      const dialects::OpenAiQuirks& quirks, Drops& drops);

}  // namespace quorum::openai_chat
