#pragma once
/// Recorded answers as another server, or a later version of the same one, might have sent them.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "dialects/target.hpp"

namespace quorum::translation {

/// Each changes how an answer is spelled, and nothing of what it says.
enum class Mutation : std::uint8_t {
  unknown_members,  ///< Objects have members that nobody knows, whose values hold known names.
  other_order,      ///< Members stand the other way round.
  no_nulls,         ///< What is null is not there.
  escaped_letters,  ///< All but ASCII is written as `\uXXXX`.
  other_lines,      ///< CRLF, comments and fields between the events, no blank behind colons.
  no_last_line,     ///< The last line has no end.
};
std::span<const Mutation> mutations();
std::string_view name(Mutation mutation);

/// `answer` is whole, or a stream cut as `framing` says.
enum class Shape : bool { whole, stream };
std::string mutated(std::string_view answer, Shape shape, dialects::Framing framing,
                    Mutation mutation);

}  // namespace quorum::translation
