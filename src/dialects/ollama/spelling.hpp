#pragma once
/// A chat request written for `/api/chat`.

#include "dialects/target.hpp"
#include "llm/chat.hpp"

namespace quorum::ollama {

/// Images behind an address cannot be sent: the server takes bytes only, and nothing is fetched
/// here. Where no tool may be called, none is told; that one must be called cannot be said.
dialects::Outgoing write_request(const llm::Chat& chat, const dialects::Ask& ask);

/// The same for `/api/generate`, which takes the system's text and one message of the user: a
/// longer conversation is refused.
Result<dialects::Outgoing> write_generate(const llm::Chat& chat, const dialects::Ask& ask);

/// The arguments of a call as the object that this dialect wants: text that is none goes into a
/// member `input`.
std::string arguments_object(std::string_view arguments);

}  // namespace quorum::ollama
