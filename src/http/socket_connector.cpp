#include "http/socket_connector.hpp"

#include <fmt/format.h>

#include "async/socket.hpp"
#include "core/try.hpp"
#include "http/tunnel.hpp"

namespace quorum::http {
namespace {

/// Nobody has heard of the origin yet: what failed is the way to the proxy.
Error unreached(Error error) {
  if (error.code == Errc::unavailable) {
    error.message = "The proxy cannot be reached. " + error.message;
    error.reason = "proxy_unreached";
  }
  return error;
}

/// As CONNECT names it: with the port, whichever it is.
std::string authority_of(const Url& url) {
  const bool is_ipv6 = url.host.contains(':');
  return fmt::format("{}{}{}:{}", is_ipv6 ? "[" : "", url.host, is_ipv6 ? "]" : "", url.port);
}

}  // namespace

Task<Result<std::unique_ptr<async::ByteStream>>> SocketConnector::connect(Url url,
                                                                          TimePoint deadline) {
  if (url.scheme == "unix") {
    QUORUM_CO_TRY(const auto address, async::Address::unix_path(url.host));
    co_return co_await async::connect(loop_, address, deadline);
  }
  const bool is_secure = url.scheme == "https";
  if (is_secure) QUORUM_CO_CHECK(load_trust(tls_));
  auto host = url.host;
  QUORUM_CO_TRY(auto stream, co_await reach(std::move(url), deadline));
  if (!is_secure) co_return stream;
  stream->set_deadline(deadline);
  co_return co_await tls_->connect(std::move(stream), std::move(host));
}

Task<Result<std::unique_ptr<async::ByteStream>>> SocketConnector::reach(Url url,
                                                                        TimePoint deadline) {
  const auto* const proxy = config_.proxies.find(url);
  if (proxy != nullptr) co_return co_await reach_through(proxy, std::move(url), deadline);
  co_return co_await dialer_.dial(std::move(url.host), url.port, deadline);
}

/// What a proxy is to see itself goes to it as to any server; the rest goes through it.
Task<Result<std::unique_ptr<async::ByteStream>>> SocketConnector::reach_through(
    const Proxy* proxy, Url url, TimePoint deadline) {
  auto host = proxy->host;
  auto dialed = co_await dialer_.dial(std::move(host), proxy->port, deadline);
  if (!dialed) co_return unreached(std::move(dialed.error()));
  auto stream = std::move(*dialed);
  stream->set_deadline(deadline);
  if (proxy->scheme == "https") {
    QUORUM_CO_CHECK(load_trust(proxy_tls_));
    auto name = proxy->host;
    auto secured = co_await proxy_tls_->connect(std::move(stream), std::move(name));
    if (!secured) co_return unreached(std::move(secured.error()));
    stream = std::move(*secured);
  }
  if (url.scheme != "https") co_return stream;
  auto authority = authority_of(url);
  co_return co_await open_tunnel(std::move(stream), proxy, std::move(authority));
}

Result<> SocketConnector::load_trust(std::unique_ptr<Tls>& tls) {
  if (tls) return {};
  // To a proxy itself HTTP/1.1 is spoken.
  const bool has_http2 = &tls == &tls_ && config_.http2 != Http2::off;
  const auto inside = has_http2 ? Tls::Inside::http2_or_1 : Tls::Inside::http1;
  const auto verify = config_.verify_tls ? Tls::Verify::yes : Tls::Verify::no;
  QUORUM_TRY(tls, Tls::client(verify, config_.ca_file, inside));
  return {};
}

}  // namespace quorum::http
