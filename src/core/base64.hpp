#pragma once
/// Bytes as text, as RFC 4648 has it.

#include <optional>
#include <string>
#include <string_view>

namespace quorum::base64 {

/// In the standard alphabet, padded.
std::string encode(std::string_view bytes);

/// Of either alphabet, padded or not; nothing where it is something else.
std::optional<std::string> decode(std::string_view text);

}  // namespace quorum::base64
