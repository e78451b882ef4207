#include "http/tunnel.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

#include "core/try.hpp"
#include "http/head_parser.hpp"

namespace quorum::http {
namespace {

constexpr HeadLimits kLimits{.bytes_max = 16 << 10, .headers_max = 100};

Error broken(std::string detail) {
  return {.code = Errc::unavailable,
          .message = "The proxy did not answer as HTTP asks, or broke off.",
          .detail = std::move(detail),
          .reason = "proxy_failed"};
}

/// The status of the proxy's answer. What stands behind the head would be the tunnel's first bytes,
/// and nobody has a reason to send any before we do.
Task<Result<int>> read_status(async::ByteStream* stream) {
  ResponseHeadParser parser(kLimits);
  std::array<char, 4096> bytes{};
  while (true) {
    auto size = co_await stream->read(bytes);
    if (!size && size.error().code == Errc::deadline_exceeded) co_return std::move(size.error());
    if (!size || *size == 0) co_return broken("closed before its answer was complete");
    const std::string_view arrived(bytes.data(), *size);
    const auto taken = parser.push(arrived);
    if (!taken) co_return broken(std::string(taken.error().message));
    if (!parser.is_done()) continue;
    const int status = parser.head().status;
    if (status / 100 == 2 && *taken < arrived.size()) co_return broken("spoke unasked");
    co_return status;
  }
}

}  // namespace

Task<Result<std::unique_ptr<async::ByteStream>>> open_tunnel(
    std::unique_ptr<async::ByteStream> stream, const Proxy* proxy, std::string authority) {
  auto head = fmt::format("CONNECT {0} HTTP/1.1\r\nHost: {0}\r\nUser-Agent: quorum\r\n", authority);
  if (!proxy->authorization.empty()) {
    head.append("Proxy-Authorization: ").append(proxy->authorization.reveal()).append("\r\n");
  }
  head += "\r\n";
  const std::array<std::string_view, 1> pieces{head};
  auto sent = co_await stream->write(pieces);
  if (!sent && sent.error().code == Errc::deadline_exceeded) co_return std::move(sent.error());
  QUORUM_CO_TRY(const auto status, co_await read_status(stream.get()));
  if (status / 100 != 2) co_return proxy_refusal(status, *proxy);
  co_return stream;
}

Error proxy_refusal(int status, const Proxy& proxy) {
  Error error{.code = Errc::unavailable,
              .detail = fmt::format("{}:{} answered {}", proxy.host, proxy.port, status),
              .reason = "proxy_refused"};
  if (status != 407) {
    error.message = fmt::format("The proxy will not pass this on (HTTP {}).", status);
  } else if (proxy.authorization.empty()) {
    error.message =
        "The proxy wants a name and a password (HTTP 407): put them into its URL, as "
        "http://name:password@host:port.";
  } else {
    error.message = "The proxy does not take the name and password of its URL (HTTP 407).";
  }
  return error;
}

}  // namespace quorum::http
