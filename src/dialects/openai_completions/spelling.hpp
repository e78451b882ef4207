#pragma once
/// A chat request written as a text to be continued, for vendors that know no chats.

#include "dialects/target.hpp"
#include "llm/chat.hpp"

namespace quorum::openai_completions {

/// One message of the user is the prompt as it stands. More become a transcript, `User: …`, that
/// ends where the assistant is to speak; the answer says that it was made so (`emulated`:
/// `messages`).
dialects::Outgoing write_request(const llm::Chat& chat, const dialects::Ask& ask);

}  // namespace quorum::openai_completions
