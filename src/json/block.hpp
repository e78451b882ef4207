#pragma once
/// Sixteen bytes of a JSON text, looked at all at once.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace quorum::json {

/// By two machine words, where nothing wider is known of.
class WordBlock {
 public:
  /// Marks some of the bytes by their highest bits.
  struct Marks {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    Marks operator|(Marks other) const { return {low | other.low, high | other.high}; }
    Marks operator&(Marks other) const { return {low & other.low, high & other.high}; }
    /// Bit `i` for the byte `i`.
    unsigned bits() const { return gather(low) | gather(high) << 8; }
    bool any() const { return (low | high) != 0; }
  };

  explicit WordBlock(const char* at) : low_(load(at)), high_(load(at + 8)) {}

  Marks equal(char byte) const { return both(zeros, kOnes * static_cast<unsigned char>(byte)); }
  /// What cannot stand for itself inside a string: quotes, backslashes, control characters.
  Marks special() const { return equal('"') | equal('\\') | control(); }
  /// The same, and what is no ASCII.
  Marks odd() const { return special() | Marks{low_ & kHighs, high_ & kHighs}; }
  Marks digits() const { return {digits(low_), digits(high_)}; }

 private:
  static constexpr std::uint64_t kOnes = 0x0101010101010101;
  static constexpr std::uint64_t kHighs = kOnes << 7;

  static std::uint64_t load(const char* at) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    return std::endian::native == std::endian::big ? std::byteswap(bytes) : bytes;
  }
  static std::uint64_t zeros(std::uint64_t bytes) {
    return ~(((bytes & ~kHighs) + ~kHighs) | bytes | ~kHighs);
  }
  static std::uint64_t digits(std::uint64_t bytes) {
    // Digits become 0 to 9, and nothing but them; six more carry into no fifth bit.
    const auto turned = bytes ^ kOnes * '0';
    const auto more = (turned & kOnes * 0x0F) + kOnes * 6;
    return zeros((turned & kOnes * 0xF0) | (more & kOnes * 0x10));
  }
  static unsigned gather(std::uint64_t highs) {
    return static_cast<unsigned>((highs >> 7) * 0x0102040810204080 >> 56);
  }
  Marks both(std::uint64_t (*find)(std::uint64_t), std::uint64_t pattern) const {
    return {find(low_ ^ pattern), find(high_ ^ pattern)};
  }
  Marks control() const { return {zeros(low_ & kOnes * 0xE0), zeros(high_ & kOnes * 0xE0)}; }

  std::uint64_t low_;
  std::uint64_t high_;
};

#ifdef __SSE2__

/// The same by SSE2, which every x86-64 has.
class SseBlock {
 public:
  struct Marks {
    __m128i bytes;
    Marks operator|(Marks other) const { return {_mm_or_si128(bytes, other.bytes)}; }
    Marks operator&(Marks other) const { return {_mm_and_si128(bytes, other.bytes)}; }
    unsigned bits() const { return static_cast<unsigned>(_mm_movemask_epi8(bytes)); }
    bool any() const { return bits() != 0; }
  };

  explicit SseBlock(const char* at) { std::memcpy(&bytes_, at, sizeof bytes_); }

  Marks equal(char byte) const { return {_mm_cmpeq_epi8(bytes_, _mm_set1_epi8(byte))}; }
  Marks special() const {
    // Control characters and the quote, and none but them, are at most a space once their second
    // bit is turned over.
    const auto turned = _mm_xor_si128(bytes_, _mm_set1_epi8(0x02));
    const auto low = _mm_cmpeq_epi8(_mm_min_epu8(turned, _mm_set1_epi8(0x20)), turned);
    return Marks{low} | equal('\\');
  }
  Marks odd() const {
    // The same; as signed numbers, bytes that are no ASCII are below all others.
    const auto turned = _mm_xor_si128(bytes_, _mm_set1_epi8(0x02));
    return Marks{_mm_cmplt_epi8(turned, _mm_set1_epi8(0x21))} | equal('\\');
  }
  Marks digits() const {
    const auto turned = _mm_xor_si128(bytes_, _mm_set1_epi8('0'));
    return {_mm_cmpeq_epi8(_mm_min_epu8(turned, _mm_set1_epi8(9)), turned)};
  }

 private:
  __m128i bytes_;
};

using Block = SseBlock;
#else
using Block = WordBlock;
#endif

constexpr std::size_t kBlockBytes = 16;

}  // namespace quorum::json
