#include "dialects/anthropic/tool_id.hpp"

#include <algorithm>
#include <optional>

namespace quorum::anthropic {
namespace {

constexpr std::string_view kPrefix = "toolu_quorum_";
constexpr std::string_view kHex = "0123456789abcdef";

bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_taken(char c) { return is_alnum(c) || c == '_' || c == '-'; }

/// The byte that two hex digits at the front of `text` name.
std::optional<char> byte_of(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  const auto high = kHex.find(text[0]);
  const auto low = kHex.find(text[1]);
  if (high == kHex.npos || low == kHex.npos) return std::nullopt;
  return static_cast<char>(high * 16 + low);
}

}  // namespace

std::string disguised_id(std::string_view id) {
  if (std::ranges::all_of(id, is_taken) && !id.starts_with(kPrefix)) return std::string{id};
  std::string out{kPrefix};
  for (const char c : id) {
    if (is_alnum(c) || c == '-') {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '_';
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
  return out;
}

std::string plain_id(std::string_view id) {
  if (!id.starts_with(kPrefix)) return std::string{id};
  std::string out;
  for (auto rest = id.substr(kPrefix.size()); !rest.empty();) {
    if (rest[0] != '_') {
      out += rest[0];
      rest.remove_prefix(1);
      continue;
    }
    const auto byte = byte_of(rest.substr(1));
    if (!byte) return std::string{id};  // Not ours: whoever made it meant it.
    out += *byte;
    rest.remove_prefix(3);
  }
  return out;
}

}  // namespace quorum::anthropic
