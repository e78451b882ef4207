#include "async/system.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <system_error>

namespace quorum::async {

Error system_error(std::string_view what, int number) {
  return Error{.code = Errc::unavailable,
               .message = std::string(what),
               .detail = fmt::format("{}: {}", what, std::generic_category().message(number))};
}

Fd::~Fd() {
  // Not repeated on EINTR: Linux has released the descriptor by then.
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace quorum::async
