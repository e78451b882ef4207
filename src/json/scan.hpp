#pragma once
/// The members of a JSON object where they stand in its text, without a tree: for text that is
/// passed on as it is.

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
};

/// The members of the object that `text` is, in their order and as often as they stand there.
/// Refuses exactly what `Document::parse` refuses, and whatever is not an object: what passes here
/// may be sent on.
Result<std::vector<Member>> scan_object(std::string_view text);

}  // namespace quorum::json
