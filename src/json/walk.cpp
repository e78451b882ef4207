#include "json/walk.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <limits>

#include "json/text.hpp"

namespace quorum::json {
namespace {

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }
bool is_hex(char byte) {
  const char lower = static_cast<char>(byte | 0x20);
  return is_digit(byte) || (lower >= 'a' && lower <= 'f');
}

Error malformed(std::size_t at, std::string_view what) {
  return {.code = Errc::invalid_request,
          .message = fmt::format("Malformed JSON at byte {}: {}.", at, what)};
}

}  // namespace

bool Lexer::fail(std::string_view what) {
  if (fault_.empty()) fault_ = at_end() ? "the text ends too early" : what;
  return false;
}

Error Lexer::error() const { return malformed(at_, fault_); }

bool Lexer::rest_of_string(std::size_t begin, RawString& out) {
  while (true) {
    at_ += plain_prefix(text_.substr(at_));
    if (take('"')) break;
    if (peek() != '\\') return fail("a control character in a string must be escaped");
    out.has_escape = true;
    if (!escape()) return false;
  }
  out.inner = text_.substr(begin, at_ - 1 - begin);
  return true;
}

bool Lexer::escape() {
  ++at_;
  if (take('u')) {
    for (int i = 0; i < 4; ++i, ++at_) {
      if (!is_hex(peek())) return fail("expected four hexadecimal digits after \\u");
    }
    return true;
  }
  if (at_end() || std::string_view("\"\\/bfnrt").find(peek()) == std::string_view::npos) {
    return fail("no such escape in JSON");
  }
  ++at_;
  return true;
}

bool Lexer::digits() {
  if (!is_digit(peek())) return fail("expected a digit");
  while (is_digit(peek())) ++at_;
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
  if (take('.') && !digits()) return false;
  if (take('e') || take('E')) {
    if (!take('+')) take('-');
    return digits();
  }
  return true;
}

bool Lexer::literal(std::string_view word) {
  for (const char letter : word) {
    if (!take(letter)) return fail("expected a value");
  }
  return true;
}

Result<> check_bytes(std::string_view text) {
  if (text.size() > std::numeric_limits<std::uint32_t>::max()) {
    return Error{.code = Errc::too_large, .message = "JSON texts of 4 GiB and more are not read."};
  }
  if (!is_utf8(text)) return malformed(utf8_fault(text), "this is not valid UTF-8");
  return {};
}

}  // namespace quorum::json
