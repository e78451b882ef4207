#pragma once
/// Where a request goes.

#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace quorum::http {

/// `http://host:port/path?query`, `https://…`, or `unix:/path/to/socket:/path`.
struct Url {
  std::string scheme{};
  std::string host{};  ///< Without the brackets of an IPv6 literal; of `unix`, the socket's path.
  std::uint16_t port = 0;
  std::string target = "/";

  /// A name or password before the host is refused, and so is anything that is not a host.
  static Result<Url> parse(std::string_view text);

  std::string authority() const;  ///< For `Host`: the port only where it is not the scheme's own.

  /// What connections may be shared by: scheme, host and port.
  std::string origin() const;
};

}  // namespace quorum::http
