#pragma once
/// Bytes put one after the other where there is room for all of them.

#include <cstring>
#include <string_view>

namespace quorum::http::detail {

/// Returns where the next go. A call of the system's copy: left to itself the compiler makes a loop
/// that goes byte by byte.
inline char* put(char* at, std::string_view text) {
  if (text.empty()) return at;
  std::memcpy(at, text.data(), text.size());
  return at + text.size();
}

}  // namespace quorum::http::detail
