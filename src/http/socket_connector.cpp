#include "http/socket_connector.hpp"

#include <string>

#include "async/socket.hpp"
#include "core/try.hpp"

namespace quorum::http {

Task<Result<std::unique_ptr<async::ByteStream>>> SocketConnector::connect(Url url,
                                                                          TimePoint deadline) {
  if (url.scheme == "unix") {
    QUORUM_CO_TRY(const auto address, async::Address::unix_path(url.host));
    co_return co_await async::connect(loop_, address, deadline);
  }
  if (url.scheme == "https") {
    co_return Error{.code = Errc::unavailable, .message = "TLS is not spoken yet."};
  }
  const std::string host = url.host == "localhost" ? "127.0.0.1" : url.host;
  QUORUM_CO_TRY(const auto address, async::Address::numeric(host, url.port));
  co_return co_await async::connect(loop_, address, deadline);
}

}  // namespace quorum::http
