#pragma once
/// Counts as others send them, made fit to be added up.

#include <cstdint>
#include <optional>

#include "json/value.hpp"

namespace quorum::dialects {

/// Beyond this a count is garbage, and sums of such would overflow.
inline constexpr std::int64_t kCountMax = std::int64_t{1} << 40;

/// A whole number that can be a count; nothing where there is none.
inline std::optional<std::int64_t> count_of(json::Value value) {
  const auto number = value.integer();
  if (!number || *number < 0 || *number > kCountMax) return std::nullopt;
  return number;
}

}  // namespace quorum::dialects
