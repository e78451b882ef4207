#pragma once
/// A signed token (RFC 7519, RS256).

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "core/secret.hpp"

namespace quorum::sign {

/// `claims` is a JSON object; `private_key` a PEM text; `key_id` may be empty. A key that cannot be
/// read is `invalid_request`.
Result<std::string> signed_jwt(std::string_view claims, const Secret& private_key,
                               std::string_view key_id);

/// Without padding, in the alphabet for addresses (RFC 4648, §5).
std::string base64_url(std::string_view bytes);

}  // namespace quorum::sign
