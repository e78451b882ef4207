#pragma once
/// A request in our words, written for Google.

#include "core/error.hpp"
#include "dialects/target.hpp"
#include "llm/chat.hpp"

namespace quorum::gemini {

/// A request for generateContent or streamGenerateContent: model and delivery stand in its address.
dialects::Outgoing write_request(const llm::Chat& chat, std::string_view model);

}  // namespace quorum::gemini
