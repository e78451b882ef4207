#include "json/cursor.hpp"

#include <bitset>

namespace quorum::json {

Cursor::Cursor(std::string_view text)
    : text_(text), lexer_(text), has_failed_(!check_bytes(text)) {}

bool Cursor::fail() {
  has_failed_ = true;
  return false;
}

char Cursor::peek() {
  lexer_.space();
  return has_failed_ ? '\0' : lexer_.peek();
}

bool Cursor::open(char bracket) {
  if (peek() != bracket || depth_ == kDepthMax) return fail();
  lexer_.take(bracket);
  ++depth_;
  is_first_ = true;
  return true;
}

/// To the beginning of what comes next, or behind `closer`.
bool Cursor::next(char closer) {
  if (has_failed_) return false;
  lexer_.space();
  const bool is_first = is_first_;
  is_first_ = false;
  if (lexer_.take(closer)) {
    --depth_;
    return false;
  }
  if (is_first) return true;
  if (!lexer_.take(',')) return fail();
  lexer_.space();
  return true;
}

bool Cursor::member(RawString& name) {
  if (!next('}')) return false;
  name = {};
  if (lexer_.peek() != '"' || !lexer_.string(name)) return fail();
  lexer_.space();
  return lexer_.take(':') || fail();
}

bool Cursor::element() { return next(']'); }

bool Cursor::string(RawString& text) {
  text = {};
  if (peek() != '"') return fail();
  return lexer_.string(text) || fail();
}

bool Cursor::literal(std::string_view word) {
  lexer_.space();
  return (!has_failed_ && lexer_.literal(word)) || fail();
}

bool Cursor::step(bool is_sound) { return is_sound || fail(); }

bool Cursor::skip() {
  const auto base = depth_;
  std::bitset<kDepthMax + 1> is_object;
  RawString text;
  while (true) {
    bool is_open = false;
    switch (peek()) {
      case '{':
      case '[':
        is_object[depth_ + 1 <= kDepthMax ? depth_ + 1 : 0] = peek() == '{';
        is_open = true;
        if (!open(peek())) return false;
        break;
      case '"':
        if (!step(lexer_.string(text))) return false;
        break;
      case 't':
        if (!step(lexer_.literal("true"))) return false;
        break;
      case 'f':
        if (!step(lexer_.literal("false"))) return false;
        break;
      case 'n':
        if (!step(lexer_.literal("null"))) return false;
        break;
      default:
        if (has_failed_ || !step(lexer_.number())) return false;
    }
    if (!is_open) is_first_ = false;
    // Out of all that ends here, up to the next value that begins.
    while (depth_ > base && !(is_object[depth_] ? member(text) : element())) {
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
