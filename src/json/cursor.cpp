#include "json/cursor.hpp"

#include <bitset>

namespace quorum::json {

Cursor::Cursor(std::string_view text)
    : text_(text), lexer_(text), has_failed_(!check_bytes(text)) {}

bool Cursor::literal(std::string_view word) {
  lexer_.space();
  return (!has_failed_ && lexer_.literal(word)) || fail();
}

bool Cursor::count(std::int64_t& value) {
  constexpr std::size_t kDigitsMax = 15;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!is_digit(peek())) return false;
  const auto rest = text_.substr(lexer_.position());
  std::size_t size = 0;
  std::int64_t sum = 0;
  for (; size < rest.size() && is_digit(rest[size]); ++size) {
    if (size == kDigitsMax) return false;
    sum = sum * 10 + (rest[size] - '0');
  }
  const bool is_padded = rest.front() == '0' && size > 1;
  const bool goes_on = size < rest.size() && std::string_view(".eE").contains(rest[size]);
  if (is_padded || goes_on) return false;
  lexer_.step_over(size);
  value = sum;
  return true;
}

/// A value that holds no others.
bool Cursor::skip_plain(char first) {
  RawString text;
  switch (first) {
    case '"': return lexer_.string(text) || fail();
    case 't': return lexer_.literal("true") || fail();
    case 'f': return lexer_.literal("false") || fail();
    case 'n': return lexer_.literal("null") || fail();
    default: return (!has_failed_ && lexer_.number()) || fail();
  }
}

bool Cursor::skip() {
  const char first = peek();
  return first == '{' || first == '[' ? skip_open() : skip_plain(first);
}

bool Cursor::skip_open() {
  const auto base = depth_;
  std::bitset<kDepthMax + 1> is_object;
  RawString name;
  while (true) {
    const char first = peek();
    if (first == '{' || first == '[') {
      if (!open(first)) return false;
      is_object[depth_] = first == '{';
    } else {
      if (!skip_plain(first)) return false;
      is_first_ = false;
    }
    // Out of all that ends here, up to the next value that begins.
    while (depth_ > base && !(is_object[depth_] ? member(name) : element())) {
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
