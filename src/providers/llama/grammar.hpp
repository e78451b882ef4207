#pragma once
/// The shape an answer must have, as a grammar (GBNF).

#include <string>

#include "core/error.hpp"
#include "llm/chat.hpp"

namespace quorum::llama {

/// Empty where any text will do. Errors name `response_format`.
Result<std::string> grammar_of(const llm::ResponseFormat& format);

/// The rule an answer begins with.
inline constexpr const char* kGrammarRoot = "root";

}  // namespace quorum::llama
