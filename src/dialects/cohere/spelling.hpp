#pragma once
/// A chat request written for Cohere's `/v2/chat`.

#include "dialects/target.hpp"
#include "llm/chat.hpp"

namespace quorum::cohere {

/// Documents given as text go into `documents`, where the answer can cite them. That one tool must
/// be called is said by offering no other.
dialects::Outgoing write_request(const llm::Chat& chat, const dialects::Ask& ask);

}  // namespace quorum::cohere
