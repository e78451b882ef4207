#include "http/client.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "async/socket.hpp"
#include "core/try.hpp"
#include "http/client_exchange.hpp"
#include "http/client_pool.hpp"

namespace quorum::http {
namespace {

class PoolingClient final : public Client {
 public:
  PoolingClient(async::Loop& loop, ClientConfig config)
      : pool_(std::make_shared<ClientPool>(loop, std::move(config))) {}

  Task<Result<std::unique_ptr<ClientResponse>>> send(ClientRequest request) override;

 private:
  Task<Result<std::unique_ptr<async::ByteStream>>> connect(const ClientRequest* request);

  std::shared_ptr<ClientPool> pool_;  ///< Shared with the answers that are arriving.
};

Task<Result<std::unique_ptr<ClientResponse>>> PoolingClient::send(ClientRequest request) {
  auto origin = request.url.origin();
  auto kept = co_await pool_->take(std::move(origin));
  if (kept) {
    auto exchange = std::make_unique<ClientExchange>(pool_, std::move(kept));
    auto done = co_await exchange->run(&request);
    if (done) co_return exchange;
    const bool is_late = done.error().code == Errc::deadline_exceeded;
    if (is_late || exchange->has_answer()) co_return std::move(done.error());
  }
  QUORUM_CO_TRY(auto stream, co_await connect(&request));
  auto exchange = std::make_unique<ClientExchange>(pool_, std::move(stream));
  QUORUM_CO_CHECK(co_await exchange->run(&request));
  co_return exchange;
}

Task<Result<std::unique_ptr<async::ByteStream>>> PoolingClient::connect(
    const ClientRequest* request) {
  auto& loop = pool_->loop;
  const auto& url = request->url;
  const auto moment = std::min(request->waits.deadline, loop.now() + request->waits.connect_max);
  if (url.scheme == "unix") {
    QUORUM_CO_TRY(const auto address, async::Address::unix_path(url.host));
    co_return co_await async::connect(loop, address, moment);
  }
  if (url.scheme == "https") {
    co_return Error{.code = Errc::unavailable, .message = "TLS is not spoken yet."};
  }
  const std::string host = url.host == "localhost" ? "127.0.0.1" : url.host;
  QUORUM_CO_TRY(const auto address, async::Address::numeric(host, url.port));
  co_return co_await async::connect(loop, address, moment);
}

}  // namespace

std::unique_ptr<Client> Client::create(async::Loop& loop, ClientConfig config) {
  return std::make_unique<PoolingClient>(loop, std::move(config));
}

}  // namespace quorum::http
