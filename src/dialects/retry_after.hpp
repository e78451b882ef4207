#pragma once
/// How long a server asks us to wait before we try again.

#include <chrono>
#include <optional>
#include <string_view>

#include "core/clock.hpp"

namespace quorum::dialects {

/// The two header fields that say so; empty where they are missing.
struct RetryAfter {
  std::string_view seconds_or_date{};  ///< `Retry-After`.
  std::string_view milliseconds{};     ///< `retry-after-ms`, which is more exact and wins.
  UnixMs now_ms = 0;                   ///< To understand a date.
};

/// Nothing where neither can be understood; at most a day.
std::optional<std::chrono::milliseconds> retry_after(const RetryAfter& fields);

}  // namespace quorum::dialects
