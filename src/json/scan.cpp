#include "json/scan.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <array>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

namespace quorum::json {
namespace {

constexpr std::size_t kLevelsMax = 128;

// Eight bytes at a time: prompts are long strings, and little else in a request is long.
bool has_special(std::uint64_t word) {
  constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
  constexpr std::uint64_t kHighs = 0x8080808080808080ULL;
  const auto has_zero = [](std::uint64_t x) { return (x - kOnes) & ~x & kHighs; };
  const auto has_below_space = (word - kOnes * 0x20) & ~word & kHighs;
  return (has_zero(word ^ (kOnes * '"')) | has_zero(word ^ (kOnes * '\\')) | has_below_space) != 0;
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Walks over one JSON text. `at_` never passes the end; `peek` there gives 0, which fits nowhere.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  Result<std::vector<Member>> object() {
    std::vector<Member> members;
    skip_space();
    const bool is_good = peek() == '{' ? walk_object(1, &members) : fail("an object `{…}`");
    if (is_good) skip_space();
    if (!is_good || (at_ != text_.size() && !fail("nothing after the value"))) return error();
    if (!simdjson::validate_utf8(text_.data(), text_.size())) {
      return Error{.code = Errc::invalid_request, .message = "The JSON is not valid UTF-8."};
    }
    return members;
  }

 private:
  Error error() const {
    return {
        .code = Errc::invalid_request,
        .message = fmt::format("The JSON is malformed at byte {}: expected {}.", at_, expected_)};
  }

  bool fail(std::string_view expected) {
    expected_ = expected;
    return false;
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(char wanted) {
    if (peek() != wanted) return false;
    ++at_;
    return true;
  }

  void skip_space() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') ++at_;
  }

  bool walk_value(std::size_t level) {
    switch (peek()) {
      case '{':
        return walk_object(level, nullptr);
      case '[':
        return walk_array(level);
      case '"':
        return walk_string();
      case 't':
        return walk_word("true");
      case 'f':
        return walk_word("false");
      case 'n':
        return walk_word("null");
      default:
        return walk_number();
    }
  }

  bool walk_object(std::size_t level, std::vector<Member>* members) {
    if (level > kLevelsMax) return fail("at most 128 levels");
    ++at_;
    skip_space();
    if (take('}')) return true;
    do {
      skip_space();
      const auto key = at_;
      if (peek() != '"') return fail("a member's name in quotes");
      if (!walk_string()) return false;
      const auto key_end = at_;
      skip_space();
      if (!take(':')) return fail("`:`");
      skip_space();
      const auto value = at_;
      if (!walk_value(level + 1)) return false;
      if (members != nullptr) {
        members->push_back({.key = text_.substr(key + 1, key_end - key - 2),
                            .value = text_.substr(value, at_ - value)});
      }
      skip_space();
    } while (take(','));
    return take('}') || fail("`,` or `}`");
  }

  bool walk_array(std::size_t level) {
    if (level > kLevelsMax) return fail("at most 128 levels");
    ++at_;
    skip_space();
    if (take(']')) return true;
    do {
      skip_space();
      if (!walk_value(level + 1)) return false;
      skip_space();
    } while (take(','));
    return take(']') || fail("`,` or `]`");
  }

  bool walk_string() {
    ++at_;
    while (true) {
      skip_plain();
      const char c = peek();
      if (c == '"') {
        ++at_;
        return true;
      }
      if (c != '\\') return fail("the end of a string, without control characters");
      if (!walk_escape()) return false;
    }
  }

  void skip_plain() {
    std::uint64_t word = 0;
    while (at_ + sizeof word <= text_.size()) {
      std::memcpy(&word, text_.data() + at_, sizeof word);
      if (has_special(word)) break;
      at_ += sizeof word;
    }
    while (at_ < text_.size()) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c == '"' || c == '\\' || c < 0x20) return;
      ++at_;
    }
  }

  bool walk_escape() {
    ++at_;
    const char c = peek();
    if (c == 'u') return walk_unicode_escape();
    if (c == '\0' || std::string_view{"\"\\/bfnrt"}.find(c) == std::string_view::npos) {
      return fail("an escape that JSON knows");
    }
    ++at_;
    return true;
  }

  /// A surrogate alone names no character.
  bool walk_unicode_escape() {
    const auto unit = hex4();
    if (!unit) return fail("`\\u` and four hexadecimal digits");
    if (*unit < 0xd800 || *unit > 0xdfff) return true;
    const bool has_second = *unit < 0xdc00 && take('\\') && peek() == 'u';
    const auto second = has_second ? hex4() : std::nullopt;
    return (second && *second >= 0xdc00 && *second <= 0xdfff) || fail("a whole surrogate pair");
  }

  /// From the `u` on.
  std::optional<std::uint32_t> hex4() {
    ++at_;
    std::uint32_t unit = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = peek();
      if (!is_hex(c)) return std::nullopt;
      unit = unit * 16 + static_cast<std::uint32_t>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return unit;
  }

  bool walk_digits() {
    if (!is_digit(peek())) return fail("a digit");
    while (is_digit(peek())) ++at_;
    return true;
  }

  bool walk_number() {
    const bool is_negative = take('-');
    if (!is_negative && !is_digit(peek())) return fail("a value");
    if (!take('0') && !walk_digits()) return false;
    if (take('.') && !walk_digits()) return false;
    if (peek() != 'e' && peek() != 'E') return true;
    ++at_;
    if (!take('+')) take('-');
    return walk_digits();
  }

  bool walk_word(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return fail("a value");
    at_ += word.size();
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string_view expected_;
};

}  // namespace

bool Member::is(std::string_view name) const {
  if (key.find('\\') == std::string_view::npos) return key == name;
  // Rare enough to be read the slow way.
  simdjson::dom::parser parser;
  const auto quoted = fmt::format("\"{}\"", key);
  std::string_view plain;
  return parser.parse(quoted).get(plain) == simdjson::SUCCESS && plain == name;
}

Result<std::vector<Member>> scan_object(std::string_view text) { return Scanner{text}.object(); }

}  // namespace quorum::json
