#pragma once
/// A request of Google's generateContent: read into our words, or only checked where its bytes are
/// passed on.

#include <string_view>

#include "core/error.hpp"
#include "dialects/gemini/fields.hpp"
#include "llm/chat.hpp"

namespace quorum::gemini {

/// Errors name the field as `contents.0.role` and say what would be right. Members that we have no
/// word for go into `Chat::extras`, those of `generationConfig` as `generationConfig.NAME`.
Result<llm::Chat> read_request(std::string_view body);

/// The same of a request that is part of another (`generateContentRequest`).
Result<llm::Chat> read_request(const Fields& root);

/// Whether Google could make sense of the request. More lenient than `read_request`.
Result<> check_request(std::string_view body);

}  // namespace quorum::gemini
