#pragma once
/// A JSON text with a few of its bytes exchanged and all others as they were.

#include <span>
#include <string>
#include <string_view>

namespace quorum::json {

/// Bytes of a text to be exchanged for others. An empty `at` inserts in front of that place.
struct Edit {
  std::string_view at;  ///< Inside the text.
  std::string with;
};

/// The edit that adds a member to the object in `text`, in front of all others.
Edit add_member(std::string_view text, std::string_view name, std::string_view value);

/// `text` with its edits, which must not overlap; they may come in any order.
std::string splice(std::string_view text, std::span<const Edit> edits);

}  // namespace quorum::json
