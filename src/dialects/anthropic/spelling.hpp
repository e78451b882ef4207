#pragma once
/// A request in our words, written for a server of Anthropic's models.

#include "core/error.hpp"
#include "dialects/target.hpp"
#include "llm/chat.hpp"

namespace quorum::anthropic {

Result<dialects::Outgoing> write_request(const llm::Chat& chat, const dialects::Ask& ask);

/// The same to count tokens: without a limit, and without what only shapes the answer.
Result<dialects::Outgoing> write_count_request(const llm::Chat& chat, const dialects::Ask& ask);

/// Which version of the API we speak to servers that are told in a header.
inline constexpr std::string_view kApiVersion = "2023-06-01";

}  // namespace quorum::anthropic
