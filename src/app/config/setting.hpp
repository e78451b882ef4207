#pragma once
/// The text of a setting as the value it means, or what would be right.

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace quorum::app {

/// true, false, 1, 0, yes, no, on, off, in either case.
Result<bool> read_boolean(std::string_view text);

Result<std::int64_t> read_integer(std::string_view text, std::int64_t min, std::int64_t max);

/// Seconds above 0, fractions allowed, a day at most.
Result<std::chrono::milliseconds> read_seconds(std::string_view text);

/// `a, b` or `["a", "b"]`.
Result<std::vector<std::string>> read_list(std::string_view text);

/// `a=b, c=d` or `{"a": "b"}`.
Result<std::map<std::string, std::string>> read_pairs(std::string_view text);

/// `https://host:port`; a trailing slash is dropped, since browsers send none. `*` is every origin.
Result<std::string> read_origin(std::string_view text);

/// The one of `names` that was probably meant, or nothing like it: empty.
std::string_view nearest(std::string_view name, const std::vector<std::string>& names);

}  // namespace quorum::app
