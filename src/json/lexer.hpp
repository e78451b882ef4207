#pragma once
/// The words of JSON: what stands between its brackets, commas and colons.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/error.hpp"
#include "json/block.hpp"

namespace quorum::json {

/// A string between its quotes, as it is spelled.
struct RawString {
  std::string_view inner;
  bool has_escape = false;
};

/// The error that says what is wrong with a text, and where.
Error malformed(std::size_t at, std::string_view what);

/// Reads one thing after another from the front of a text; remembers the first fault.
class Lexer {
 public:
  explicit Lexer(std::string_view text)
      : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {}

  void space() {
    while (at_ != end_ && is_space(*at_)) ++at_;
  }
  /// The next byte, or 0 at the end, which no rule of JSON expects.
  char peek() const { return at_ != end_ ? *at_ : '\0'; }
  bool take(char byte) {
    if (peek() != byte) return false;
    ++at_;
    return true;
  }
  /// Over a byte that was peeked at.
  void step() { ++at_; }
  std::size_t position() const { return static_cast<std::size_t>(at_ - begin_); }
  bool at_end() const { return at_ == end_; }

  /// Nothing is expected any more.
  void stop() { at_ = end_; }

  // Each false when the text is not one, with the reason kept.

  /// At a quote. Strings are the only place for what is no ASCII, so UTF-8 is checked by them.
  bool string(RawString& out) {
    const char* const begin = ++at_;
    // Names and words, which most strings are, end in the first block.
    if (static_cast<std::size_t>(end_ - at_) >= kBlockBytes) {
      const auto marks = Block(at_).odd().bits();
      at_ += marks != 0 ? static_cast<std::size_t>(std::countr_zero(marks)) : kBlockBytes;
      if (marks != 0 && *at_ == '"') {
        out.inner = {begin, static_cast<std::size_t>(at_++ - begin)};
        return true;
      }
    }
    return rest_of_string(begin, out);
  }
  /// A member's name with its colon, and the comma before it where one `is_due`; as they are mostly
  /// spelled, in a block and without space. False, and nothing read, where they are not.
  bool tight_name(bool is_due, RawString& out) {
    const char* const begin = at_ + (is_due ? 2 : 1);
    if (end_ - at_ < static_cast<std::ptrdiff_t>(kBlockBytes + 4)) return false;
    if (begin[-1] != '"' || (is_due && *at_ != ',')) return false;
    const auto marks = Block(begin).odd().bits();
    const char* const end = begin + (marks != 0 ? std::countr_zero(marks) : 0);
    if (end[0] != '"' || end[1] != ':') return false;
    out = {.inner = {begin, static_cast<std::size_t>(end - begin)}, .has_escape = false};
    at_ = end + 2;
    return true;
  }
  bool number();
  bool literal(std::string_view word) {
    if (!std::string_view(at_, end_).starts_with(word)) return no_literal(word);
    at_ += word.size();
    return true;
  }
  bool fail(std::string_view what);

  /// A number of a few digits and nothing but them; false, and nothing read, where another value
  /// stands.
  bool count(std::int64_t& value);

  Error error() const;

 private:
  static bool is_space(char byte) {
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
  }
  bool rest_of_string(const char* begin, RawString& out);
  bool no_literal(std::string_view word);
  bool escape();
  bool digits();
  bool fraction();

  const char* begin_;
  const char* at_;
  const char* end_;
  std::string_view fault_{};
  bool is_utf8_ = false;  ///< What is no ASCII has been met, and all that follows been checked.
};

}  // namespace quorum::json
