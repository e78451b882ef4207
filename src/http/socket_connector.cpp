#include "http/socket_connector.hpp"

#include "async/resolve.hpp"
#include "async/socket.hpp"
#include "core/try.hpp"

namespace quorum::http {
namespace {

constexpr async::OffloadConfig kResolving{.threads = 2, .queue_max = 256};

}  // namespace

Task<Result<std::unique_ptr<async::ByteStream>>> SocketConnector::connect(Url url,
                                                                          TimePoint deadline) {
  if (url.scheme == "unix") {
    QUORUM_CO_TRY(const auto address, async::Address::unix_path(url.host));
    co_return co_await async::connect(loop_, address, deadline);
  }
  const bool is_secure = url.scheme == "https";
  if (is_secure && !tls_) QUORUM_CO_CHECK(load_trust());
  auto host = url.host;
  QUORUM_CO_TRY(auto stream, co_await connect_tcp(std::move(url), deadline));
  if (!is_secure) co_return stream;
  stream->set_deadline(deadline);
  co_return co_await tls_->connect(std::move(stream), std::move(host));
}

Task<Result<std::unique_ptr<async::ByteStream>>> SocketConnector::connect_tcp(Url url,
                                                                              TimePoint deadline) {
  if (const auto address = async::Address::numeric(url.host, url.port)) {
    co_return co_await async::connect(loop_, *address, deadline);
  }
  if (!resolving_) resolving_ = std::make_unique<async::Offload>(kResolving);
  co_return co_await async::connect_host(*resolving_, loop_, std::move(url.host), url.port,
                                         deadline);
}

Result<> SocketConnector::load_trust() {
  const auto verify = config_.verify_tls ? Tls::Verify::yes : Tls::Verify::no;
  QUORUM_TRY(tls_, Tls::client(verify, config_.ca_file));
  return {};
}

}  // namespace quorum::http
