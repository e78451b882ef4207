#pragma once
/// Through an HTTP proxy to somebody else (CONNECT, RFC 9110, 9.3.6).

#include <memory>
#include <string>

#include "async/stream.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "http/proxy.hpp"

namespace quorum::http {

/// `stream`, a connection to `proxy`, as one to `authority` (`host:port`). Its time is the deadline
/// that the stream has. `unavailable` where the proxy will not; the message says why.
Task<Result<std::unique_ptr<async::ByteStream>>> open_tunnel(
    std::unique_ptr<async::ByteStream> stream, const Proxy* proxy, std::string authority);

/// What a proxy's answer of `status` means that is not the origin's.
Error proxy_refusal(int status, const Proxy& proxy);

}  // namespace quorum::http
