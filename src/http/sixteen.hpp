#pragma once
/// Sixteen bytes looked at in one step, and which of them stop a reader.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace quorum::http::detail {

/// One byte after the other, on any machine. Of each answer bit N is byte N's.
class PlainSixteen {
 public:
  static constexpr std::size_t kSize = 16;

  explicit PlainSixteen(const char* bytes) { std::memcpy(bytes_.data(), bytes, kSize); }

  /// Below 0x20, and 0x7F: what ends a value, and tab.
  unsigned controls() const {
    return gather([](unsigned char byte) { return byte < 0x20 || byte == 0x7F; });
  }
  /// All but letters, digits, hyphens and underscores, of which nearly every name consists.
  unsigned beside_names() const {
    return gather([](unsigned char byte) {
      const auto lower = static_cast<unsigned char>(byte | 0x20);
      const bool is_letter = lower >= 'a' && lower <= 'z';
      const bool is_digit = byte >= '0' && byte <= '9';
      return !is_letter && !is_digit && byte != '-' && byte != '_';
    });
  }
  /// What no target holds: blanks, controls, `#`, and all beyond ASCII.
  unsigned beside_targets() const {
    return gather([](unsigned char byte) { return byte <= 0x20 || byte >= 0x7F || byte == '#'; });
  }

 private:
  template <typename Test>
  unsigned gather(Test test) const {
    unsigned bits = 0;
    for (std::size_t at = 0; at < kSize; ++at) bits |= (test(bytes_[at]) ? 1U : 0U) << at;
    return bits;
  }

  std::array<unsigned char, kSize> bytes_;
};

#ifdef __SSE2__

/// The same at once, by what every x86-64 has.
class VectorSixteen {
 public:
  static constexpr std::size_t kSize = 16;

  explicit VectorSixteen(const char* bytes)
      : bytes_(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes))) {}

  unsigned controls() const {
    return bits_of(_mm_or_si128(are_within(bytes_, 0x00, 0x1F), are(bytes_, 0x7F)));
  }
  unsigned beside_names() const {
    const auto letters = are_within(_mm_or_si128(bytes_, _mm_set1_epi8(0x20)), 'a', 'z');
    const auto digits = are_within(bytes_, '0', '9');
    const auto marks = _mm_or_si128(are(bytes_, '-'), are(bytes_, '_'));
    return ~bits_of(_mm_or_si128(_mm_or_si128(letters, digits), marks)) & 0xFFFF;
  }
  unsigned beside_targets() const {
    const auto visible = are_within(bytes_, 0x21, 0x7E);
    return ~bits_of(_mm_andnot_si128(are(bytes_, '#'), visible)) & 0xFFFF;
  }

 private:
  static __m128i are(__m128i bytes, char byte) {
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte));
  }

  /// Unsigned, which SSE2 compares by the smaller of two: moved to 0, they are at most the width.
  static __m128i are_within(__m128i bytes, char from, char to) {
    const auto moved = _mm_sub_epi8(bytes, _mm_set1_epi8(from));
    const auto width = _mm_set1_epi8(static_cast<char>(to - from));
    return _mm_cmpeq_epi8(_mm_min_epu8(moved, width), moved);
  }
  static unsigned bits_of(__m128i mask) { return static_cast<unsigned>(_mm_movemask_epi8(mask)); }

  __m128i bytes_;
};

using Sixteen = VectorSixteen;
#else
using Sixteen = PlainSixteen;
#endif

}  // namespace quorum::http::detail
