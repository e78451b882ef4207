#pragma once
/// A request of OpenAI's old completions: a text to be continued.

#include <string_view>

#include "core/error.hpp"
#include "llm/chat.hpp"

namespace quorum::openai_completions {

/// The prompt becomes one message of the user. `suffix`, `echo` and `best_of`, for which chats have
/// no word, become extras. Several prompts at once, or one in tokens, are refused.
Result<llm::Chat> read_request(std::string_view body);

/// Whether a provider of the same spelling could make sense of the request: what only we could not
/// honour passes.
Result<> check_request(std::string_view body);

}  // namespace quorum::openai_completions
