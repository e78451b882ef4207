#pragma once
/// A chat in our words, written as a request.

#include <string_view>

#include "dialects/target.hpp"
#include "llm/chat.hpp"

namespace quorum::openai_responses {

/// Writes the request. Its answer is not to be kept at the vendor's unless the chat asks for that,
/// and encrypted thoughts come with it, so that the caller can return them.
dialects::Outgoing write_request(const llm::Chat& chat, const dialects::Ask& ask);

}  // namespace quorum::openai_responses
