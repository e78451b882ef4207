#pragma once
/// Files that the build put into the binary (`cmake/Embed.cmake`).

#include <string_view>

/// Declares the bytes of `quorum_embed(target symbol file)` as `quorum::embedded::symbol()`.
/// At global scope, in the one source that needs them.
#define QUORUM_EMBEDDED(symbol)                                                                   \
  extern "C" const char quorum_embedded_##symbol[];                                               \
  extern "C" const char quorum_embedded_##symbol##_end[];                                         \
  namespace quorum::embedded {                                                                    \
  inline std::string_view symbol() {                                                              \
    return {quorum_embedded_##symbol,                                                             \
            static_cast<std::size_t>(quorum_embedded_##symbol##_end - quorum_embedded_##symbol)}; \
  }                                                                                               \
  }                                                                                               \
  static_assert(true)
