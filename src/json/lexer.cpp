#include "json/lexer.hpp"

#include <fmt/format.h>

#include <utility>

#include "json/text.hpp"

namespace quorum::json {
namespace {

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

bool Lexer::digits() {
  const char* at = at_;
  while (at != end_ && is_digit(*at)) ++at;
  if (at == std::exchange(at_, at)) return fail("expected a digit");
  return true;
}

bool Lexer::number() {
  const bool has_sign = take('-');
  if (!is_digit(peek())) return fail(has_sign ? "expected a digit" : "expected a value");
  if (take('0')) {
    if (is_digit(peek())) return fail("a number may not begin with 0");
  } else if (!digits()) {
    return false;
  }
  const char next = peek();
  return (next != '.' && (next | 0x20) != 'e') || fraction();
}

/// What may follow a number's whole part.
bool Lexer::fraction() {
  if (take('.') && !digits()) return false;
  if (take('e') || take('E')) {
    if (!take('+')) take('-');
    return digits();
  }
  return true;
}

bool Lexer::count(std::int64_t& value) {
  constexpr std::ptrdiff_t kDigitsMax = 15;
  std::int64_t sum = 0;
  const char* at = at_;
  for (; at != end_ && is_digit(*at); ++at) {
    if (at - at_ == kDigitsMax) return false;
    sum = sum * 10 + (*at - '0');
  }
  const bool is_padded = at - at_ > 1 && *at_ == '0';
  const bool goes_on = at != end_ && (*at == '.' || *at == 'e' || *at == 'E');
  if (at == at_ || is_padded || goes_on) return false;
  at_ = at;
  value = sum;
  return true;
}

bool Lexer::no_literal(std::string_view word) {
  for (const char letter : word) {
    if (!take(letter)) break;
  }
  return fail("expected a value");
}

}  // namespace quorum::json
