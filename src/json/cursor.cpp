#include "json/cursor.hpp"

#include <array>

namespace quorum::json {

Cursor::Cursor(std::string_view text) : text_(text), lexer_(text) {
  if (!check_size(text)) fail();
}

/// A value that holds no others.
bool Cursor::skip_plain(char first) {
  RawString text;
  switch (first) {
    case '"': return lexer_.string(text) || fail();
    case 't': return lexer_.literal("true") || fail();
    case 'f': return lexer_.literal("false") || fail();
    case 'n': return lexer_.literal("null") || fail();
    default: return lexer_.number() || fail();
  }
}

bool Cursor::skip() {
  const char first = peek();
  return first == '{' || first == '[' ? skip_open() : skip_plain(first);
}

bool Cursor::skip_open() {
  const auto base = depth_;
  std::array<char, kDepthMax + 1> brackets;  // Of those that are open, by their depth.
  RawString name;
  while (true) {
    const char first = peek();
    if (first == '{' || first == '[') {
      if (!open(first)) return false;
      brackets[depth_] = first;
    } else {
      if (!skip_plain(first)) return false;
      is_first_ = false;
    }
    // Out of all that ends here, up to the next value that begins.
    while (depth_ > base && !(brackets[depth_] == '{' ? member(name) : element())) {
      if (has_failed_) return false;
    }
    if (depth_ == base) return true;
  }
}

bool Cursor::skip(std::string_view& raw) {
  lexer_.space();
  const auto begin = lexer_.position();
  if (!skip()) return false;
  raw = text_.substr(begin, lexer_.position() - begin);
  return true;
}

bool Cursor::at_end() {
  lexer_.space();
  return !has_failed_ && depth_ == 0 && lexer_.at_end();
}

}  // namespace quorum::json
