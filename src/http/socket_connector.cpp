#include "http/socket_connector.hpp"

#include "async/socket.hpp"
#include "core/try.hpp"

namespace quorum::http {

Task<Result<std::unique_ptr<async::ByteStream>>> SocketConnector::connect(Url url,
                                                                          TimePoint deadline) {
  if (url.scheme == "unix") {
    QUORUM_CO_TRY(const auto address, async::Address::unix_path(url.host));
    co_return co_await async::connect(loop_, address, deadline);
  }
  const bool is_secure = url.scheme == "https";
  if (is_secure && !tls_) QUORUM_CO_CHECK(load_trust());
  auto host = url.host;
  QUORUM_CO_TRY(auto stream, co_await dialer_.dial(std::move(url.host), url.port, deadline));
  if (!is_secure) co_return stream;
  stream->set_deadline(deadline);
  co_return co_await tls_->connect(std::move(stream), std::move(host));
}

Result<> SocketConnector::load_trust() {
  const auto inside = config_.http2 != Http2::off ? Tls::Inside::http2_or_1 : Tls::Inside::http1;
  const auto verify = config_.verify_tls ? Tls::Verify::yes : Tls::Verify::no;
  QUORUM_TRY(tls_, Tls::client(verify, config_.ca_file, inside));
  return {};
}

}  // namespace quorum::http
