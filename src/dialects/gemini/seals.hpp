#pragma once
/// Seals in the one field that Google's dialect has for them, `thoughtSignature`.

#include <string>
#include <string_view>

#include "llm/seal.hpp"

namespace quorum::gemini {

/// Google's own as it is. Another maker's with its origin, in Base64: clients decode the field.
std::string signature_of(const llm::Seal& seal);

/// What `signature_of` made, read back.
llm::Seal seal_of(std::string_view signature);

}  // namespace quorum::gemini
