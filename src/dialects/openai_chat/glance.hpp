#pragma once
/// One pass over a chat request whose bytes are passed on: enough for most of them.

#include <optional>
#include <string_view>

#include "dialects/face.hpp"

namespace quorum::openai_chat {

/// The head of a request that `scan_head` and `check_request` both take, with a sound glance; or
/// nothing, where the request is of a rarer sort or wrong: they say which.
std::optional<dialects::Head> glance(std::string_view body);

}  // namespace quorum::openai_chat
