#pragma once
/// A chat request: read into our words, or only checked where its bytes are passed on.

#include <string_view>

#include "core/error.hpp"
#include "llm/chat.hpp"

namespace quorum::openai_chat {

/// Reads a request for a backend that answers in our words. Members that we have no word for go
/// into `Chat::extras`. Errors name the field as `messages.0.role` and say what would be right.
Result<llm::Chat> read_request(std::string_view body);

/// Whether a provider of the same spelling could make sense of the request: values and members that
/// we do not know pass, as they do in `read_request`.
Result<> check_request(std::string_view body);

}  // namespace quorum::openai_chat
