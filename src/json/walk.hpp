#pragma once
/// The grammar of RFC 8259, once, for everything in this room that reads JSON.

#include <bit>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "core/error.hpp"

namespace quorum::json {

constexpr std::size_t kDepthMax = 128;

/// A string between its quotes, as it is spelled.
struct RawString {
  std::string_view inner;
  bool has_escape = false;
};

/// How many of the eight bytes at `at` stand for themselves inside a string, to the first other.
inline std::size_t plain_of_eight(const char* at) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHighs = kOnes << 7;
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  if constexpr (std::endian::native == std::endian::big) bytes = std::byteswap(bytes);
  // Control characters and the quote, and none but them, are at most a space once their second bit
  // is turned over. The first high bit left tells of its byte; those above it may be wrong.
  const auto turned = bytes ^ kOnes * 0x02;
  const auto low = (turned - kOnes * 0x21) & ~turned;
  const auto slashes = bytes ^ kOnes * '\\';
  const auto slash = (slashes - kOnes) & ~slashes;
  return static_cast<std::size_t>(std::countr_zero((low | slash) & kHighs)) / 8;
}

/// Reads one thing after another from the front of a text; remembers the first fault.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  void space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  /// The next byte, or 0 at the end, which no rule of JSON expects.
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char byte) {
    if (peek() != byte) return false;
    ++at_;
    return true;
  }
  /// Over bytes that were looked at already.
  void step_over(std::size_t bytes) { at_ += bytes; }
  std::size_t position() const { return at_; }
  bool at_end() const { return at_ == text_.size(); }

  // Each false when the text is not one, with the reason kept.
  bool string(RawString& out) {
    const auto begin = ++at_;
    // Names and words, which most strings are, end within a few of these steps.
    for (int step = 0; step < kShortSteps && text_.size() - at_ >= 8; ++step) {
      const auto plain = plain_of_eight(text_.data() + at_);
      at_ += plain;
      if (plain == 8) continue;
      if (text_[at_] != '"') break;
      out.inner = text_.substr(begin, at_++ - begin);
      return true;
    }
    return rest_of_string(begin, out);
  }
  bool number();
  bool literal(std::string_view word);
  bool fail(std::string_view what);

  Error error() const;

 private:
  static bool is_space(char byte) {
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
  }
  bool rest_of_string(std::size_t begin, RawString& out);
  bool escape();
  bool digits();

  static constexpr int kShortSteps = 4;

  std::string_view text_;
  std::size_t at_ = 0;
  std::string_view fault_;
};

/// Walks `text`, which must be one JSON value and valid UTF-8, and tells `sink` what is there, in
/// order: `open(at)`, `close(end)`, `key(RawString)`, `string(at, RawString)`, `other(at, end)` for
/// numbers and literals. Positions are byte offsets into `text`.
template <typename Sink>
class Walker {
 public:
  Walker(std::string_view text, Sink& sink) : lexer_(text), sink_(sink) {}

  Result<> run() {
    lexer_.space();
    if (!value()) return lexer_.error();
    while (depth_ > 0) {
      if (!(is_after_value_ ? after_value() : next_item())) return lexer_.error();
    }
    lexer_.space();
    if (!lexer_.at_end()) {
      lexer_.fail("there is something after the value");
      return lexer_.error();
    }
    return {};
  }

 private:
  bool next_item() {
    if (is_object_[depth_ - 1]) {
      RawString name;
      if (lexer_.peek() != '"') return lexer_.fail("expected a member's name in quotes");
      if (!lexer_.string(name)) return false;
      sink_.key(name);
      lexer_.space();
      if (!lexer_.take(':')) return lexer_.fail("expected ':'");
      lexer_.space();
    }
    return value();
  }

  bool value() {
    is_after_value_ = true;
    const auto at = lexer_.position();
    switch (lexer_.peek()) {
      case '{': return open(at, '}');
      case '[': return open(at, ']');
      case '"': {
        RawString text;
        if (!lexer_.string(text)) return false;
        sink_.string(at, text);
        return true;
      }
      case 't': return other(at, lexer_.literal("true"));
      case 'f': return other(at, lexer_.literal("false"));
      case 'n': return other(at, lexer_.literal("null"));
      default: return other(at, lexer_.number());
    }
  }

  bool other(std::size_t at, bool is_sound) {
    if (is_sound) sink_.other(at, lexer_.position());
    return is_sound;
  }

  bool open(std::size_t at, char closer) {
    if (depth_ == kDepthMax) return lexer_.fail("nested more than 128 levels deep");
    is_object_[depth_++] = closer == '}';
    sink_.open(at);
    lexer_.take(lexer_.peek());
    lexer_.space();
    if (lexer_.peek() == closer) return close();
    is_after_value_ = false;
    return true;
  }

  bool close() {
    lexer_.take(lexer_.peek());
    --depth_;
    sink_.close(lexer_.position());
    is_after_value_ = true;
    return true;
  }

  bool after_value() {
    lexer_.space();
    const bool in_object = is_object_[depth_ - 1];
    if (lexer_.peek() == (in_object ? '}' : ']')) return close();
    if (!lexer_.take(','))
      return lexer_.fail(in_object ? "expected ',' or '}'" : "expected ',' or ']'");
    lexer_.space();
    is_after_value_ = false;
    return true;
  }

  Lexer lexer_;
  Sink& sink_;
  std::bitset<kDepthMax> is_object_;
  std::size_t depth_ = 0;
  bool is_after_value_ = false;
};

/// What is asked of a text before it is walked: valid UTF-8, and less than 4 GiB of it.
Result<> check_bytes(std::string_view text);

template <typename Sink>
Result<> walk(std::string_view text, Sink& sink) {
  if (auto sound = check_bytes(text); !sound) return sound;
  return Walker<Sink>(text, sink).run();
}

}  // namespace quorum::json
