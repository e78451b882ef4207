#pragma once
/// The tools of a request, written for one vendor.

#include "dialects/openai_chat/drops.hpp"
#include "dialects/quirks.hpp"
#include "json/writer.hpp"
#include "llm/chat.hpp"

namespace quorum::openai_chat {

/// Writes `tools`, `tool_choice` and `parallel_tool_calls`.
void write_tools(json::Writer& writer, const llm::Chat& chat, const dialects::OpenAiQuirks& quirks,
                 Drops& drops);

}  // namespace quorum::openai_chat
