#pragma once
/// Where a name, a value or a target ends: inline, for who reads a head byte by byte.

#include <bit>
#include <cstddef>
#include <string_view>

#include "http/sixteen.hpp"
#include "http/syntax.hpp"

namespace quorum::http::detail {

/// How many bytes at the front stop nobody, sixteen at a step: all of a long text's, of a short
/// one's perhaps fewer than there are.
template <auto kStops>
std::size_t skip_sixteens(std::string_view text) {
  constexpr std::size_t kStep = Sixteen::kSize;
  if (text.size() < kStep) return 0;
  const std::size_t last = text.size() - kStep;
  for (std::size_t at = 0; at < last; at += kStep) {
    const unsigned stops = (Sixteen(text.data() + at).*kStops)();
    if (stops != 0) return at + static_cast<std::size_t>(std::countr_zero(stops));
  }
  // The last step may overlap with the one before it, which had no stop.
  const unsigned stops = (Sixteen(text.data() + last).*kStops)();
  return stops != 0 ? last + static_cast<std::size_t>(std::countr_zero(stops)) : text.size();
}

inline std::size_t scan_token(std::string_view text) {
  auto at = skip_sixteens<&Sixteen::beside_names>(text);
  // What is left is short, or holds a rare byte.
  while (at < text.size() && is_token_byte(text[at])) ++at;
  return at;
}

constexpr bool is_target_byte(char byte) { return byte > 0x20 && byte < 0x7F && byte != '#'; }

inline std::size_t scan_target(std::string_view text) {
  auto at = skip_sixteens<&Sixteen::beside_targets>(text);
  while (at < text.size() && is_target_byte(text[at])) ++at;
  return at;
}

constexpr bool is_control(char byte) {
  const auto code = static_cast<unsigned char>(byte);
  return (code < 0x20 && byte != '\t') || code == 0x7F;
}

inline std::size_t scan_field_value(std::string_view text) {
  std::size_t at = 0;
  while (text.size() - at >= Sixteen::kSize) {
    at += skip_sixteens<&Sixteen::controls>(text.substr(at));
    // The one control byte that is allowed.
    if (at == text.size() || text[at] != '\t') return at;
    ++at;
  }
  while (at < text.size() && !is_control(text[at])) ++at;
  return at;
}

}  // namespace quorum::http::detail
