#pragma once
/// A chat request written for one vendor, as that vendor wants it.

#include <string_view>

#include "dialects/target.hpp"
#include "llm/chat.hpp"

namespace quorum::openai_chat {

using Spelling = dialects::OpenAiQuirks;
using dialects::Delivery;

/// A request in our words, for the vendor's `model`. A stream asks for its usage. What the vendor
/// cannot take is left out and named.
dialects::Outgoing write_request(const llm::Chat& chat, std::string_view model, Delivery delivery,
                                 const Spelling& spelling);

}  // namespace quorum::openai_chat
