#pragma once
/// What is metered of a whole answer whose bytes are passed on, without a tree of it.

#include <optional>
#include <string_view>

#include "dialects/target.hpp"

namespace quorum::anthropic {

/// The same that `read_reply` would tell; nothing where the answer is not of the usual sort, which
/// is not to say that anything is wrong with it.
std::optional<dialects::Meters> read_meters(std::string_view body);

}  // namespace quorum::anthropic
