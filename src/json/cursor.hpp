#pragma once
/// Reads a JSON text from its front to its end, for who knows what should stand there.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "json/walk.hpp"

namespace quorum::json {

/// The reader says what it expects next; where something else stands, or the grammar is broken,
/// that call and every later one is false. What the fault was is for `Document::parse` to say.
///
///     if (!cursor.open('{')) …
///     for (RawString name; cursor.member(name);) { … read or skip the value … }
///     if (cursor.failed()) …
///
/// Refuses what `Document::parse` refuses, once `at_end` was asked.
class Cursor {
 public:
  explicit Cursor(std::string_view text);

  /// The next value's first byte; 0 at the end or after a fault.
  char peek() {
    lexer_.space();
    return lexer_.peek();
  }

  /// Steps into an object or an array.
  bool open(char bracket) {
    if (peek() != bracket || depth_ == kDepthMax) return fail();
    lexer_.step();
    ++depth_;
    is_first_ = true;
    return true;
  }

  /// Steps to the next member of the object, or out of it: false both then and after a fault.
  bool member(RawString& name) {
    if (lexer_.tight_name(!is_first_, name)) {
      is_first_ = false;
      return true;
    }
    if (!next('}')) return false;
    name.has_escape = false;
    if (peek() != '"' || !lexer_.string(name)) return fail();
    lexer_.space();
    return lexer_.take(':') || fail();
  }

  /// The same of an array's next element.
  bool element() { return next(']'); }

  bool string(RawString& text) {
    text.has_escape = false;
    return (peek() == '"' && lexer_.string(text)) || fail();
  }
  bool literal(std::string_view word) {
    lexer_.space();
    return lexer_.literal(word) || fail();
  }

  /// A number of a few digits and nothing but them, as counts are. Where another value stands, it
  /// is false and nothing has been read.
  bool count(std::int64_t& value) {
    lexer_.space();
    return lexer_.count(value);
  }

  /// Any value; gives its exact bytes.
  bool skip(std::string_view& raw);
  bool skip();

  /// Nothing follows but space.
  bool at_end();

  bool failed() const { return has_failed_; }
  std::size_t position() const { return lexer_.position(); }

 private:
  /// At the end nothing is found any more, so that only the last question needs ask for faults.
  bool fail() {
    has_failed_ = true;
    is_first_ = false;
    lexer_.stop();
    return false;
  }

  /// To the beginning of what comes next, or behind `closer`.
  bool next(char closer) {
    const char byte = peek();
    if (byte == ',' && !is_first_) {
      lexer_.step();
      return true;
    }
    if (byte == closer) {
      is_first_ = false;
      --depth_;
      lexer_.step();
      return false;
    }
    return std::exchange(is_first_, false) || fail();
  }
  bool skip_plain(char first);
  bool skip_open();

  std::string_view text_;
  Lexer lexer_;
  std::size_t depth_ = 0;
  bool is_first_ = false;  ///< Of what was just opened.
  bool has_failed_ = false;
};

}  // namespace quorum::json
