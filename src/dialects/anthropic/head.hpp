#pragma once
/// The few members of a request that a gateway must know, found in the client's bytes, and the few
/// places where those bytes may change on their way.

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "dialects/face.hpp"
#include "dialects/target.hpp"

namespace quorum::anthropic {

/// Reads the head without a tree. Refuses malformed JSON, a missing or empty `model`, and members
/// of the wrong type; says nothing about the rest (see `check_request`).
Result<dialects::Head> scan_head(std::string_view body);

/// `body` for another server: only the model's bytes differ. Where the quirks say so, the model and
/// `stream` are left out (they stand in the address) and `anthropic_version` is put in.
Result<std::string> splice(std::string_view body, const dialects::Ask& ask);

}  // namespace quorum::anthropic
