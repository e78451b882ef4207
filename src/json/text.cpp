#include "json/text.hpp"

#include <simdjson.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "json/block.hpp"

namespace quorum::json {
namespace {

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

namespace {

#ifdef __x86_64__

/// Past steps of four blocks that hold nothing odd, where the machine has AVX2.
[[gnu::target("avx2")]] const char* skip_by_avx2(const char* at, const char* end) {
  constexpr std::ptrdiff_t kStep = 128;
  const auto load = [](const char* from) __attribute__((target("avx2"))) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
  };
  for (; end - at >= kStep; at += kStep) {
    const std::array blocks{load(at), load(at + 32), load(at + 64), load(at + 96)};
    // As in `SseBlock`: what is odd is the least of them, too.
    auto least = _mm256_set1_epi8(0x7F);
    auto escapes = _mm256_setzero_si256();
    for (const auto& block : blocks) {
      least = _mm256_min_epi8(least, _mm256_xor_si256(block, _mm256_set1_epi8(0x02)));
      escapes = _mm256_or_si256(escapes, _mm256_cmpeq_epi8(block, _mm256_set1_epi8('\\')));
    }
    const auto odd = _mm256_or_si256(_mm256_cmpgt_epi8(_mm256_set1_epi8(0x21), least), escapes);
    if (_mm256_movemask_epi8(odd) != 0) break;
  }
  return at;
}

/// Over the rest of a long run of ASCII at once, as most long texts are.
const char* skip_plain(const char* at, const char* end) {
  constexpr std::ptrdiff_t kWorthIt = 128;
  const bool is_wide = end - at >= kWorthIt && __builtin_cpu_supports("avx2") != 0;
  return is_wide ? skip_by_avx2(at, end) : at;
}

#else
const char* skip_plain(const char* at, const char*) { return at; }
#endif

constexpr std::ptrdiff_t kBlock = kBlockBytes;

/// The first marked byte of the last few, which fill no block; the text began at `begin`.
template <typename Marks>
const char* find_in_rest(const char* begin, const char* at, const char* end, Marks marks) {
  if (end - begin >= kBlock) {
    // The last block lies over what has been looked at.
    const auto bits = marks(Block(end - kBlock)).bits();
    return bits != 0 ? end - kBlock + std::countr_zero(bits) : end;
  }
  std::array<char, kBlockBytes> bytes;
  bytes.fill('x');
  if (end - at < kBlock / 2) {
    std::copy(at, end, bytes.data());
    const auto bits = marks(Block(bytes.data())).bits();
    return bits != 0 ? at + std::countr_zero(bits) : end;
  }
  // Two halves of a block, the second over the first.
  std::memcpy(bytes.data(), at, kBlock / 2);
  std::memcpy(bytes.data() + kBlock / 2, end - kBlock / 2, kBlock / 2);
  const auto bits = marks(Block(bytes.data())).bits();
  if ((bits & 0xFF) != 0) return at + std::countr_zero(bits);
  return bits != 0 ? end - kBlock + std::countr_zero(bits) : end;
}

/// The first marked byte up to `end`.
template <typename Marks>
const char* find(const char* const begin, const char* const end, Marks marks) {
  constexpr std::ptrdiff_t kStep = 4 * kBlock;
  const char* at = begin;
  while (end - at >= kStep) {
    const auto first = marks(Block(at));
    const auto second = marks(Block(at + kBlock));
    const auto third = marks(Block(at + 2 * kBlock));
    const auto fourth = marks(Block(at + 3 * kBlock));
    if (((first | second) | (third | fourth)).any()) {
      const auto low = std::uint64_t{first.bits()} | std::uint64_t{second.bits()} << 16;
      const auto high = std::uint64_t{third.bits()} | std::uint64_t{fourth.bits()} << 16;
      return at + std::countr_zero(low | high << 32);
    }
    at = skip_plain(at + kStep, end);
  }
  for (; end - at >= kBlock; at += kBlock) {
    if (const auto bits = marks(Block(at)).bits(); bits != 0) return at + std::countr_zero(bits);
  }
  return at == end ? end : find_in_rest(begin, at, end, marks);
}

}  // namespace

const char* find_special(const char* at, const char* end) {
  return find(at, end, [](Block block) { return block.special(); });
}

const char* find_odd(const char* at, const char* end) {
  return find(at, end, [](Block block) { return block.odd(); });
}

std::size_t plain_prefix(std::string_view bytes) {
  const auto* const begin = bytes.data();
  return static_cast<std::size_t>(find_special(begin, begin + bytes.size()) - begin);
}

std::size_t inside_size(std::string_view bytes) {
  const char* const begin = bytes.data();
  const char* const end = begin + bytes.size();
  for (const char* at = begin;; at += 2) {
    at = find_special(at, end);
    if (at == end) return bytes.npos;
    if (*at == '"') return static_cast<std::size_t>(at - begin);
    const bool is_escape = *at == '\\' && end - at > 1 && static_cast<unsigned char>(at[1]) >= 0x20;
    if (!is_escape) return bytes.npos;
  }
}

bool StringFinder::next(std::string_view& inside) {
  const auto quote = rest_.find('"');
  if (quote == rest_.npos) return false;
  rest_.remove_prefix(quote + 1);
  const auto size = inside_size(rest_);
  is_broken_ = size == rest_.npos;
  if (is_broken_) return false;
  inside = rest_.substr(0, size);
  rest_.remove_prefix(size + 1);
  return true;
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
