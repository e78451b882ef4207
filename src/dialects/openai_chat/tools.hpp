#pragma once
/// The tools of a request and which of them may be called, read into our words.

#include "core/error.hpp"
#include "dialects/fields.hpp"
#include "llm/chat.hpp"

namespace quorum::openai_chat {

/// `tools`, `tool_choice` and `parallel_tool_calls`; and the form before them, `functions` and
/// `function_call`. A tool of a type that we do not know is the vendor's own.
Result<> read_tools(const dialects::Object& root, llm::Chat& chat);

}  // namespace quorum::openai_chat
