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

/// The first of the bytes up to `end` that does not stand for itself there; `end` where all do.
const char* find_special(const char* at, const char* end);

/// The same, and what is no ASCII.
const char* find_odd(const char* at, const char* end);

/// How many bytes from the front are the inside of a string that has begun before them: up to the
/// quote that ends it. npos where none does; what escapes say is not looked at.
std::size_t inside_size(std::string_view bytes);

/// Finds the strings of a text, names as well as values, one after another: for who looks for a few
/// of them in what is passed on. `text` outlives it.
class StringFinder {
 public:
  explicit StringFinder(std::string_view text) : rest_(text) {}

  /// The next one's inside. False after the last, or where one does not end.
  bool next(std::string_view& inside);

  /// What follows the string found last.
  std::string_view rest() const { return rest_; }
  bool is_broken() const { return is_broken_; }

 private:
  std::string_view rest_;
  bool is_broken_ = false;
};

/// Appends what `inner`, the text between the quotes of a well-formed JSON string, spells. Half of
/// a surrogate pair alone becomes U+FFFD: RFC 8259 lets it stand, UTF-8 cannot say it.
void unescape(std::string& out, std::string_view inner);

void append_utf8(std::string& out, char32_t point);

// Of well-formed UTF-8.
std::u32string code_points(std::string_view text);
std::size_t count_code_points(std::string_view text);

}  // namespace quorum::json
