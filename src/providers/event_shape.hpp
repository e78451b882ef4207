#pragma once
/// What a stream's events have in common.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace quorum::providers {

/// Events of one stream mostly differ in nothing but a few words. Knows one of them by all that
/// stands around its words, and so each that is like it, without looking into it.
class EventShape {
 public:
  /// From now on it is the shape of `event`, a whole one with its blank line. `words` are insides
  /// of JSON strings in it, in their order; unused ones at the end. Without any, nothing is alike.
  void learn(std::string_view event, std::span<const std::string_view> words);

  /// The size of the event at the front of `chunk`, where it has the shape; otherwise 0.
  std::size_t match(std::string_view chunk) const;

 private:
  static constexpr std::size_t kWordsMax = 2;

  std::string fixed_;                             ///< What stands around the words, end to end.
  std::array<std::uint32_t, kWordsMax> sizes_{};  ///< Of those parts, but for the last.
  std::size_t words_ = 0;
};

}  // namespace quorum::providers
