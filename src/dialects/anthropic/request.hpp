#pragma once
/// A request for a message: read into our words, or only checked where its bytes are passed on.

#include <string_view>

#include "core/error.hpp"
#include "llm/chat.hpp"

namespace quorum::anthropic {

/// Reads a request. Members and blocks we have no word for are kept as they are (`Chat::extras`,
/// `llm::Opaque`). Errors name the field as `messages.0.role` and say what would be right.
Result<llm::Chat> read_request(std::string_view body);

/// The same of a request to count tokens, which sets no limit.
Result<llm::Chat> read_count_request(std::string_view body);

/// Whether a provider of the same spelling could make sense of the request. Lets pass what was
/// invented since.
Result<> check_request(std::string_view body);

/// Refuses what the API no longer takes since the version that the client's `anthropic-version`
/// names: since 2026-10-21 `temperature`, `top_p` and `top_k`, citations in a user's texts, and
/// documents in an assistant's messages. `body` has passed `check_request`.
Result<> check_for_version(std::string_view body, std::string_view version);

}  // namespace quorum::anthropic
