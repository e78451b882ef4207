#pragma once
/// Reads a JSON text from its front to its end, for who knows what should stand there.

#include <cstddef>
#include <optional>
#include <string_view>

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
  char peek();

  /// Steps into an object or an array.
  bool open(char bracket);

  /// Steps to the next member of the object, or out of it: false both then and after a fault.
  bool member(RawString& name);

  /// The same of an array's next element.
  bool element();

  bool string(RawString& text);
  bool literal(std::string_view word);

  /// Any value; gives its exact bytes.
  bool skip(std::string_view& raw);
  bool skip();

  /// Nothing follows but space.
  bool at_end();

  bool failed() const { return has_failed_; }
  std::size_t position() const { return lexer_.position(); }

 private:
  bool fail();
  bool next(char closer);
  bool step(bool is_sound);

  std::string_view text_;
  Lexer lexer_;
  std::size_t depth_ = 0;
  bool is_first_ = false;  ///< Of what was just opened.
  bool has_failed_ = false;
};

}  // namespace quorum::json
