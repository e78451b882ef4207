#pragma once
/// How many tokens a request is: countTokens.

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "llm/services.hpp"

namespace quorum::gemini {

/// The request that a countTokens asks about, as a generateContent would have it: its
/// `generateContentRequest`, or itself. Without a model: the address says which.
Result<std::string> read_count(std::string_view body);

/// `{"totalTokens":…}`.
std::string write_count(const llm::TokenCount& count);

}  // namespace quorum::gemini
