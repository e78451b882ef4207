#pragma once
/// A client's request as Cohere's `/v2/chat` spells it, read into our words.

#include <string_view>

#include "core/error.hpp"
#include "llm/chat.hpp"

namespace quorum::cohere {

/// Documents of the request become files of its last question. A tool's documents become texts:
/// what they say, or all that is known of them as JSON. Parts of kinds that are not known yet are
/// kept for Cohere itself.
Result<llm::Chat> read_request(std::string_view body);

}  // namespace quorum::cohere
