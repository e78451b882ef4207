#pragma once
/// A chat request written for Converse and ConverseStream.

#include "dialects/target.hpp"
#include "llm/chat.hpp"

namespace quorum::bedrock {

/// Messages of the same side become one, as the API demands; the model stands in the address. What
/// is said of tools in a conversation that offers none becomes an offer without a schema
/// (`emulated`: `tools`), for the API refuses it otherwise.
dialects::Outgoing write_request(const llm::Chat& chat, const dialects::Ask& ask);

}  // namespace quorum::bedrock
