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
    if (at_ != end_ && static_cast<unsigned char>(*at_) <= ' ') skip_space();
  }
  /// The next byte, or 0 at the end, which no rule of JSON expects.
  char peek() const { return at_ != end_ ? *at_ : '\0'; }
  bool take(char byte) {
    if (peek() != byte) return false;
    ++at_;
    return true;
  }
  /// Over `bytes`, where they come next.
  bool take(std::string_view bytes) {
    if (!std::string_view(at_, end_).starts_with(bytes)) return false;
    at_ += bytes.size();
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
    // Names and words, which most strings are, end in the first block; long texts are for others.
    constexpr std::ptrdiff_t kNear = 3 * kBlock;
    const char* at = begin;
    auto marks = ahead(at, odd);
    while (marks == 0 && end_ - at >= 2 * kBlock && at - begin < kNear) {
      at += kBlock;
      marks = odd(Block(at)).bits();
    }
    at_ = marks != 0 ? at + std::countr_zero(marks) : at;
    if (marks == 0 || *at_ != '"') return rest_of_string(begin, out);
    out.inner = {begin, static_cast<std::size_t>(at_++ - begin)};
    return true;
  }
  /// A member's name with its colon, and the comma before it where one `is_due`; as they are mostly
  /// spelled, without space and no longer than two blocks. False, and nothing read, where they are
  /// not.
  bool tight_name(bool is_due, RawString& out) {
    if (end_ - at_ < 4) return false;
    const char* const begin = at_ + (is_due ? 2 : 1);
    if (begin[-1] != '"' || (is_due && *at_ != ',')) return false;
    const char* end = begin;
    auto marks = ahead(end, odd);
    if (marks == 0 && end_ - end > kBlock) {
      end += kBlock;
      marks = ahead(end, odd);
    }
    if (marks == 0) return false;
    end += std::countr_zero(marks);
    if (*end != '"' || end_ - end < 2 || end[1] != ':') return false;
    out = {.inner = {begin, static_cast<std::size_t>(end - begin)}, .has_escape = false};
    at_ = end + 2;
    return true;
  }
  bool number() {
    const auto size = digit_run();
    if (size == 0 || !is_whole(size)) return any_number();
    at_ += size;
    return true;
  }
  bool literal(std::string_view word) { return take(word) || no_literal(word); }
  bool fail(std::string_view what);

  /// A number of a few digits and nothing but them; false, and nothing read, where another value
  /// stands.
  bool count(std::int64_t& value) {
    const auto size = digit_run();
    if (size == 0 || !is_whole(size)) return false;
    const char* const end = at_ + size;
    std::int64_t sum = 0;
    for (const char* at = at_; at != end; ++at) sum = sum * 10 + (*at - '0');
    at_ = end;
    value = sum;
    return true;
  }

  Error error() const;

 private:
  static constexpr std::ptrdiff_t kBlock = kBlockBytes;

  static Block::Marks odd(Block block) { return block.odd(); }
  static Block::Marks digits(Block block) { return block.digits(); }

  /// Those marked of the next sixteen bytes, or of what is left.
  unsigned ahead(const char* at, Block::Marks (*marks)(Block)) const {
    const auto left = end_ - at;
    if (left >= kBlock) return marks(Block(at)).bits();
    if (end_ - begin_ < kBlock) return marks(padded(at)).bits();
    // The last block lies over what has been looked at.
    return marks(Block(end_ - kBlock)).bits() >> (kBlock - left);
  }

  /// How many digits come next; 0 where that takes more than a look.
  int digit_run() const {
    const int size = std::countr_one(ahead(at_, digits));
    return size < kBlock ? size : 0;
  }
  /// Whether the next `size` digits are all of a number.
  bool is_whole(int size) const {
    const char next = at_ + size != end_ ? at_[size] : '\0';
    return next != '.' && (next | 0x20) != 'e' && (*at_ != '0' || size == 1);
  }

  Block padded(const char* at) const;
  void skip_space();
  bool any_number();
  bool rest_of_string(const char* begin, RawString& out);
  bool no_literal(std::string_view word);
  bool escape();
  bool some_digits();
  bool fraction();

  const char* begin_;
  const char* at_;
  const char* end_;
  std::string_view fault_{};
  bool is_utf8_ = false;  ///< What is no ASCII has been met, and all that follows been checked.
};

}  // namespace quorum::json
