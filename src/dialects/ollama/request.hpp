#pragma once
/// A request as Ollama's clients spell it, read into our words.

#include <string_view>

#include "core/error.hpp"
#include "llm/chat.hpp"

namespace quorum::ollama {

/// Of `/api/chat`. Calls that came without an id get one, and so do the results that answer them:
/// other dialects cannot do without. Members we have no word for become extras, those of `options`
/// as `options.num_ctx`.
Result<llm::Chat> read_chat(std::string_view body);

/// Of `/api/generate`: the system's text and the prompt as two messages.
Result<llm::Chat> read_generate(std::string_view body);

/// Whether a request asks for nothing but a model to be at hand: no message, no prompt. Ollama
/// answers with `write_loaded`.
bool is_load(std::string_view body);

}  // namespace quorum::ollama
