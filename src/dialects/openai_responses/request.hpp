#pragma once
/// A request: read into our words, or only checked where its bytes are passed on.

#include <string_view>

#include "core/error.hpp"
#include "llm/chat.hpp"

namespace quorum::openai_responses {

/// Reads a request for a backend that answers in our words. What only the vendor knows (a stored
/// conversation or prompt, an earlier answer by its id) is refused: without it the rest would mean
/// something else. Members we have no word for go into `Chat::extras`.
Result<llm::Chat> read_request(std::string_view body);

/// Whether a provider of the same spelling could make sense of the request.
Result<> check_request(std::string_view body);

}  // namespace quorum::openai_responses
