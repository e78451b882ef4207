#include "app/estimate.hpp"

#include <cstdint>

namespace quorum::app {

api::platform::Estimate estimate(std::string_view /*provider*/, std::string_view /*model*/,
                                 std::string_view text) {
  constexpr std::size_t kBytesPerToken = 4;
  return {.tokens = static_cast<std::int64_t>((text.size() + kBytesPerToken - 1) / kBytesPerToken),
          .method = "bytes/4"};
}

}  // namespace quorum::app
