#include "json/text.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace quorum::json {
namespace {

bool is_plain(char byte) {
  return static_cast<unsigned char>(byte) >= 0x20 && byte != '"' && byte != '\\';
}

/// The size of the well-formed sequence at the front of `bytes`, or 0.
std::size_t sequence_size(std::string_view bytes) {
  const auto at = [bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned char first = at(0);
  if (first < 0x80) return 1;
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || bytes.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((at(i) & 0xC0) != 0x80) return 0;
  }
  // Overlong forms, surrogates, and what lies beyond U+10FFFF.
  const bool is_overlong = (first == 0xE0 && at(1) < 0xA0) || (first == 0xF0 && at(1) < 0x90);
  const bool is_outside = (first == 0xED && at(1) > 0x9F) || (first == 0xF4 && at(1) > 0x8F);
  return is_overlong || is_outside ? 0 : size;
}

char32_t hex4(std::string_view digits) {
  char32_t value = 0;
  for (const char digit : digits.substr(0, 4)) {
    const int low = digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
    value = value << 4 | static_cast<char32_t>(low);
  }
  return value;
}

bool is_high_surrogate(char32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low_surrogate(char32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

/// Decodes the `\uXXXX` at the front of `inner`, its partner too. Returns how many bytes it took.
std::size_t unescape_unicode(std::string& out, std::string_view inner) {
  const char32_t unit = hex4(inner.substr(2));
  const bool has_partner = is_high_surrogate(unit) && inner.substr(6).starts_with("\\u");
  const char32_t partner = has_partner ? hex4(inner.substr(8)) : 0;
  if (is_low_surrogate(partner)) {
    append_utf8(out, 0x10000 + ((unit - 0xD800) << 10) + (partner - 0xDC00));
    return 12;
  }
  append_utf8(out, is_high_surrogate(unit) || is_low_surrogate(unit) ? U'\uFFFD' : unit);
  return 6;
}

char short_escape(char letter) {
  switch (letter) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return letter;  // " \ and /
  }
}

}  // namespace

bool is_utf8(std::string_view bytes) { return simdjson::validate_utf8(bytes.data(), bytes.size()); }

std::size_t utf8_fault(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const auto size = sequence_size(bytes.substr(at));
    if (size == 0) break;
    at += size;
  }
  return at;
}

#ifdef __SSE2__
namespace {

/// 0xFF for each byte that does not stand for itself. Control characters and the quote, and none
/// but them, are at most a space once their second bit is turned over.
__m128i specials(const char* at) {
  __m128i block;
  std::memcpy(&block, at, sizeof block);
  const auto turned = _mm_xor_si128(block, _mm_set1_epi8(0x02));
  const auto is_low = _mm_cmpeq_epi8(_mm_min_epu8(turned, _mm_set1_epi8(0x20)), turned);
  return _mm_or_si128(is_low, _mm_cmpeq_epi8(block, _mm_set1_epi8('\\')));
}

unsigned bits_of(__m128i bytes) { return static_cast<unsigned>(_mm_movemask_epi8(bytes)); }

}  // namespace
#endif

std::size_t plain_prefix(std::string_view bytes) {
  std::size_t at = 0;
#ifdef __SSE2__
  for (; at + 64 <= bytes.size(); at += 64) {
    const auto* const block = bytes.data() + at;
    const auto first = _mm_or_si128(specials(block), specials(block + 16));
    const auto second = _mm_or_si128(specials(block + 32), specials(block + 48));
    if (bits_of(_mm_or_si128(first, second)) != 0) break;
  }
  for (; at + 16 <= bytes.size(); at += 16) {
    const auto mask = bits_of(specials(bytes.data() + at));
    if (mask != 0) return at + static_cast<std::size_t>(std::countr_zero(mask));
  }
#endif
  while (at < bytes.size() && is_plain(bytes[at])) ++at;
  return at;
}

std::size_t NameFinder::next() {
#ifdef __SSE2__
  constexpr std::size_t kBlock = 16;
  const auto quote = _mm_set1_epi8('"');
  const std::array letters{_mm_set1_epi8(letters_[0]), _mm_set1_epi8(letters_[1]),
                           _mm_set1_epi8(letters_[2]), _mm_set1_epi8(letters_[3])};
  while (hits_ == 0 && text_.size() > kBlock && at_ + 1 < text_.size()) {
    // The last block lies over the one before it, whose hits have been told.
    const auto begin = std::min(at_, text_.size() - kBlock - 1);
    __m128i block;
    __m128i behind;
    std::memcpy(&block, text_.data() + begin, sizeof block);
    std::memcpy(&behind, text_.data() + begin + 1, sizeof behind);
    const auto is_letter = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(behind, letters[0]), _mm_cmpeq_epi8(behind, letters[1])),
        _mm_or_si128(_mm_cmpeq_epi8(behind, letters[2]), _mm_cmpeq_epi8(behind, letters[3])));
    const auto is_found = _mm_and_si128(_mm_cmpeq_epi8(block, quote), is_letter);
    hits_ = bits_of(is_found) >> (at_ - begin);
    hits_at_ = at_;
    at_ = begin + kBlock;
  }
  if (hits_ != 0) {
    const auto first = static_cast<std::size_t>(std::countr_zero(hits_));
    hits_ &= hits_ - 1;
    return hits_at_ + first;
  }
#endif
  while (at_ + 1 < text_.size()) {
    const auto at = at_++;
    if (text_[at] == '"' && letters_.contains(text_[at + 1])) return at;
  }
  return std::string_view::npos;
}

void unescape(std::string& out, std::string_view inner) {
  while (!inner.empty()) {
    const auto plain = std::min(inner.find('\\'), inner.size());
    out.append(inner.substr(0, plain));
    inner.remove_prefix(plain);
    if (inner.empty()) return;
    if (inner[1] == 'u') {
      inner.remove_prefix(unescape_unicode(out, inner));
    } else {
      out += short_escape(inner[1]);
      inner.remove_prefix(2);
    }
  }
}

std::u32string code_points(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  for (const char byte : text) {
    const auto bits = static_cast<unsigned char>(byte);
    if (bits < 0x80) {
      points += static_cast<char32_t>(bits);
    } else if (bits < 0xC0) {
      points.back() = points.back() << 6 | (bits & 0x3FU);
    } else {
      points += static_cast<char32_t>(bits & (bits < 0xE0 ? 0x1FU : bits < 0xF0 ? 0x0FU : 0x07U));
    }
  }
  return points;
}

std::size_t count_code_points(std::string_view text) {
  const auto begins = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; };
  return static_cast<std::size_t>(std::ranges::count_if(text, begins));
}

void append_utf8(std::string& out, char32_t point) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6);
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12);
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | point >> 18);
    put(0x80 | (point >> 12 & 0x3F));
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

}  // namespace quorum::json
