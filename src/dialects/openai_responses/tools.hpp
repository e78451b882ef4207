#pragma once
/// Tools and the choice among them: read from a request, written into one.

#include "core/error.hpp"
#include "dialects/fields.hpp"
#include "dialects/untaken.hpp"
#include "json/writer.hpp"
#include "llm/chat.hpp"

namespace quorum::openai_responses {

/// Reads `tools`, `tool_choice` and `parallel_tool_calls`. Tools that the vendor runs itself are
/// `built_in`; a choice among those goes into `Chat::extras`.
Result<> read_tools(const dialects::Object& root, llm::Chat& chat);

/// Writes the three members. What cannot be said here is named in `dropped`.
void write_tools(json::Writer& writer, const llm::Chat& chat, dialects::Dropped& dropped);

}  // namespace quorum::openai_responses
