#pragma once
/// Ids of tool calls. Anthropic takes only letters, digits, `_` and `-`; others' `functions.add:0`
/// travel in disguise and come back as they were.

#include <string>
#include <string_view>

namespace quorum::anthropic {

/// An id that Anthropic takes. One that already is stays as it is; so does the empty one.
std::string disguised_id(std::string_view id);

/// What `disguised_id` was given.
std::string plain_id(std::string_view id);

}  // namespace quorum::anthropic
