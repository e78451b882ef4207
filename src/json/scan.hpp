#pragma once
/// The members of a JSON object where they stand in its text, without a tree: for text that is
/// passed on as it is.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace quorum::json {

/// A member of an object. Views into the text that was scanned.
struct Member {
  std::string_view key;    ///< As written, without its quotes: escapes are still escapes.
  std::string_view value;  ///< Its exact bytes, without space around them.

  /// Whether the key means `name`, however it is written: `"m\u006fdel"` is `model`.
  bool is(std::string_view name) const;

  // What the value says, where it is of that kind.
  std::optional<std::string> string() const;
  std::optional<std::int64_t> integer() const;
  std::optional<bool> boolean() const;
};

/// The members of the object that `text` is, in their order and as often as they stand there.
/// Refuses exactly what `Document::parse` refuses, and whatever is not an object: what passes here
/// may be sent on.
Result<std::vector<Member>> scan_object(std::string_view text);

/// The member of that name that counts (the last), or null.
const Member* find(const std::vector<Member>& members, std::string_view name);

}  // namespace quorum::json
