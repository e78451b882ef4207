#pragma once
/// The bytes between a JSON string's quotes: whether they are sound, and what they spell.

#include <cstddef>
#include <string>
#include <string_view>

namespace quorum::json {

bool is_utf8(std::string_view bytes);

/// The first byte that is no part of well-formed UTF-8; the size where there is none.
std::size_t utf8_fault(std::string_view bytes);

/// How many bytes from the front stand for themselves inside a JSON string: up to the first quote,
/// backslash or control character.
std::size_t plain_prefix(std::string_view bytes);

/// Finds each quote that one of four letters follows: for who looks for members by name in a text
/// that is passed on. `text` outlives it.
class NameFinder {
 public:
  NameFinder(std::string_view text, std::string_view four_letters)
      : text_(text), letters_(four_letters) {}

  /// Where the next one stands; npos after the last.
  std::size_t next();

 private:
  std::string_view text_;
  std::string_view letters_;
  std::size_t at_ = 0;  ///< Up to here it has been looked at.
  unsigned hits_ = 0;   ///< Those still to be told, from `hits_at_` on.
  std::size_t hits_at_ = 0;
};

/// Appends what `inner`, the text between the quotes of a well-formed JSON string, spells. Half of
/// a surrogate pair alone becomes U+FFFD: RFC 8259 lets it stand, UTF-8 cannot say it.
void unescape(std::string& out, std::string_view inner);

void append_utf8(std::string& out, char32_t point);

// Of well-formed UTF-8.
std::u32string code_points(std::string_view text);
std::size_t count_code_points(std::string_view text);

}  // namespace quorum::json
