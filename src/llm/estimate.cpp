#include "llm/estimate.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "json/text.hpp"

namespace quorum::llm {
namespace {

/// In thousandths of a token.
constexpr std::int64_t kWord = 727;  ///< A run of Latin letters, apart from its letters.
constexpr std::int64_t kLatinLetter = 109;
constexpr std::int64_t kAccentedLetter = 1298;
constexpr std::int64_t kDigit = 1124;
constexpr std::int64_t kSign = 429;
constexpr std::int64_t kLineEnd = 680;
constexpr std::int64_t kOther = 703;
constexpr std::int64_t kNotUtf8 = 1000;  ///< For a byte.

struct Script {
  char32_t first;
  char32_t last;
  std::int64_t weight;
};
constexpr std::array kScripts{
    Script{0x0080, 0x024F, kAccentedLetter},
    Script{0x0370, 0x03FF, 422},  // Greek
    Script{0x0400, 0x052F, 398},  // Cyrillic
    Script{0x0530, 0x058F, 413},  // Armenian
    Script{0x0590, 0x05FF, 487},  // Hebrew
    Script{0x0600, 0x077F, 441},  // Arabic
    Script{0x0900, 0x0DFF, 461},  // of India
    Script{0x0E00, 0x109F, 431},  // Thai, Lao, Burmese
    Script{0x10A0, 0x10FF, 413},  // Georgian
    Script{0x1100, 0x11FF, 715},  // Hangul
    Script{0x1E00, 0x1EFF, kAccentedLetter},
    Script{0x3040, 0x30FF, 614},  // Kana
    Script{0x3400, 0x9FFF, 804},  // Han
    Script{0xAC00, 0xD7AF, 715},  // Hangul
    Script{0xF900, 0xFAFF, 804},  // Han
};

bool is_space(char32_t point) {
  return point == ' ' || (point >= '\t' && point <= '\r') || point == 0xA0 || point == 0x3000;
}
bool is_ascii_letter(char32_t point) {
  const auto lower = point | 0x20;
  return lower >= 'a' && lower <= 'z';
}

std::int64_t weight(char32_t point) {
  if (is_ascii_letter(point)) return kLatinLetter;
  if (point >= '0' && point <= '9') return kDigit;
  if (point < 0x80) return kSign;
  const auto holds = [point](const Script& script) {
    return point >= script.first && point <= script.last;
  };
  const auto* const script = std::ranges::find_if(kScripts, holds);
  return script == kScripts.end() ? kOther : script->weight;
}

std::int64_t weigh(std::u32string_view points) {
  std::int64_t sum = 0;
  bool is_in_word = false;
  char32_t before = 0;
  for (const char32_t point : points) {
    const auto own = is_space(point) ? 0 : weight(point);
    const bool is_letter = own == kLatinLetter || own == kAccentedLetter;
    if (is_letter && !is_in_word) sum += kWord;
    if (point == '\n' && before != '\n') sum += kLineEnd;
    sum += own;
    is_in_word = is_letter;
    before = point;
  }
  return sum;
}

/// In blocks whose count a byte holds, which compilers turn into a few instructions for many bytes.
std::int64_t count_digits(std::string_view text) {
  constexpr std::size_t kBlock = 240;
  std::int64_t sum = 0;
  for (; !text.empty(); text.remove_prefix(std::min(kBlock, text.size()))) {
    std::uint8_t count = 0;
    for (const char c : text.substr(0, kBlock)) {
      count = static_cast<std::uint8_t>(count + (static_cast<unsigned char>(c - '0') <= 9 ? 1 : 0));
    }
    sum += count;
  }
  return sum;
}

}  // namespace

std::int64_t estimate_tokens(std::string_view text) {
  if (text.empty()) return 0;
  std::int64_t sum = 0;
  while (!text.empty()) {
    const auto sound = json::utf8_fault(text);
    sum += weigh(json::code_points(text.substr(0, sound)));
    text.remove_prefix(sound);
    // One broken byte after another is stepped over here, so that what is broken is read once.
    for (; !text.empty() && json::utf8_fault(text.substr(0, 4)) == 0; text.remove_prefix(1)) {
      sum += kNotUtf8;
    }
  }
  return std::max<std::int64_t>(1, (sum + 500) / 1000);
}

std::int64_t estimate_tokens_max(std::string_view text) {
  // Nothing but a digit weighs more for its bytes than a letter that is a word by itself: an
  // accented one has two bytes, and stands beside a sign or a space.
  constexpr auto kByteMax = kWord + kLatinLetter;
  const auto digits = count_digits(text);
  const auto bytes = static_cast<std::int64_t>(text.size());
  return (bytes * kByteMax + digits * (kDigit - kByteMax) + kAccentedLetter + kWord) / 1000 + 1;
}

}  // namespace quorum::llm
