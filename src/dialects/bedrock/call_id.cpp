#include "dialects/bedrock/call_id.hpp"

#include <algorithm>

#include "core/sha256.hpp"

namespace quorum::bedrock {

std::string call_id(std::string_view id) {
  constexpr std::size_t kBytesMax = 64;
  const auto fits = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '.' || c == ':' || c == '-';
  };
  if (!id.empty() && id.size() <= kBytesMax && std::ranges::all_of(id, fits)) {
    return std::string{id};
  }
  Sha256 hash;
  hash.add(id);
  return "call_" + hash.finish().substr(0, 32);
}

}  // namespace quorum::bedrock
