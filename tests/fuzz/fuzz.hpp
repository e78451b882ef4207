#pragma once
/// What the fuzz targets share: cutting input to pieces, and stopping where a promise is broken.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace quorum::fuzz {

/// Ends the run: libFuzzer keeps the input.
inline void require(bool promise) {
  if (!promise) std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Gives `text` to `take` in pieces whose sizes `seed` decides, until `take` says false.
template <typename Take>
void in_pieces(std::string_view text, std::uint8_t seed, Take take) {
  std::uint32_t state = seed * 2654435761U + 1;
  while (!text.empty()) {
    state = state * 1664525U + 1013904223U;
    const auto piece = text.substr(0, 1 + ((state >> 24U) % (1U + (seed & 31U))));
    if (!take(piece)) return;
    text.remove_prefix(piece.size());
  }
}

}  // namespace quorum::fuzz
