#include "json/lexer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "json/text.hpp"

namespace quorum::json {
namespace {

bool is_space(char byte) { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }
bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }
bool is_hex(char byte) {
  const char lower = static_cast<char>(byte | 0x20);
  return is_digit(byte) || (lower >= 'a' && lower <= 'f');
}

}  // namespace

Error malformed(std::size_t at, std::string_view what) {
  return {.code = Errc::invalid_request,
          .message = fmt::format("Malformed JSON at byte {}: {}.", at, what)};
}

bool Lexer::fail(std::string_view what) {
  if (fault_.empty()) fault_ = at_end() ? "the text ends too early" : what;
  return false;
}

Error Lexer::error() const { return malformed(position(), fault_); }

/// What is left, where the whole text is shorter than a block.
Block Lexer::padded(const char* at) const {
  std::array<char, kBlockBytes> bytes;
  bytes.fill('x');
  std::copy(at, end_, bytes.data());
  return Block(bytes.data());
}

void Lexer::skip_space() {
  while (at_ != end_ && is_space(*at_)) ++at_;
}

bool Lexer::rest_of_string(const char* begin, RawString& out) {
  while (true) {
    at_ = is_utf8_ ? find_special(at_, end_) : find_odd(at_, end_);
    const char byte = peek();
    if (byte == '"') break;
    if (byte == '\\') {
      out.has_escape = true;
      if (!escape()) return false;
    } else if (static_cast<unsigned char>(byte) >= 0x80) {
      is_utf8_ = is_utf8({at_, end_});
      if (!is_utf8_) return fail("this is not valid UTF-8");
    } else {
      return fail("a control character in a string must be escaped");
    }
  }
  out.inner = {begin, static_cast<std::size_t>(at_++ - begin)};
  return true;
}

bool Lexer::escape() {
  ++at_;
  switch (peek()) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't': ++at_; return true;
    case 'u': break;
    default: return fail("no such escape in JSON");
  }
  ++at_;
  for (int i = 0; i < 4; ++i, ++at_) {
    if (!is_hex(peek())) return fail("expected four hexadecimal digits after \\u");
  }
  return true;
}

bool Lexer::some_digits() {
  const char* at = at_;
  while (at != end_ && is_digit(*at)) ++at;
  if (at == std::exchange(at_, at)) return fail("expected a digit");
  return true;
}

bool Lexer::any_number() {
  const bool has_sign = take('-');
  if (!is_digit(peek())) return fail(has_sign ? "expected a digit" : "expected a value");
  if (take('0')) {
    if (is_digit(peek())) return fail("a number may not begin with 0");
  } else if (!some_digits()) {
    return false;
  }
  const char next = peek();
  return (next != '.' && (next | 0x20) != 'e') || fraction();
}

/// What may follow a number's whole part.
bool Lexer::fraction() {
  if (take('.') && !some_digits()) return false;
  if (take('e') || take('E')) {
    if (!take('+')) take('-');
    return some_digits();
  }
  return true;
}

bool Lexer::no_literal(std::string_view word) {
  for (const char letter : word) {
    if (!take(letter)) break;
  }
  return fail("expected a value");
}

}  // namespace quorum::json
