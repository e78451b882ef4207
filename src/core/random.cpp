#include "core/random.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace quorum {

Result<> fill_random(std::span<std::uint8_t> bytes) {
  if (::getentropy(bytes.data(), bytes.size()) == 0) return {};
  return Error{.code = Errc::unavailable,
               .message = "The operating system gives no random bytes.",
               .detail = std::strerror(errno)};
}

}  // namespace quorum
