#include "http/client.hpp"

#include <algorithm>
#include <utility>

#include "core/try.hpp"
#include "http/client_exchange.hpp"
#include "http/client_pool.hpp"
#include "http/socket_connector.hpp"

namespace quorum::http {
namespace {

class PoolingClient final : public Client {
 public:
  PoolingClient(async::Loop& loop, ClientConfig config, std::unique_ptr<Connector> own)
      : PoolingClient(loop, std::move(config), *own) {
    own_connector_ = std::move(own);
  }
  PoolingClient(async::Loop& loop, ClientConfig config, Connector& connector)
      : pool_(std::make_shared<ClientPool>(loop, std::move(config))), connector_(connector) {}

  Task<Result<std::unique_ptr<ClientResponse>>> send(ClientRequest request) override;

 private:
  Task<Result<std::unique_ptr<async::ByteStream>>> connect(const ClientRequest* request);

  std::shared_ptr<ClientPool> pool_;  ///< Shared with the answers that are arriving.
  std::unique_ptr<Connector> own_connector_;
  Connector& connector_;
};

Task<Result<std::unique_ptr<ClientResponse>>> PoolingClient::send(ClientRequest request) {
  auto origin = request.url.origin();
  auto kept = pool_->take_quiet(origin);
  if (!kept && pool_->idle_count(origin) > 0) kept = co_await pool_->take(std::move(origin));
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
  const auto& waits = request->waits;
  const auto moment = std::min(waits.deadline, pool_->loop.now() + waits.connect_max);
  co_return co_await connector_.connect(request->url, moment);
}

}  // namespace

std::unique_ptr<Client> Client::create(async::Loop& loop, ClientConfig config) {
  auto connector = std::make_unique<SocketConnector>(loop, config);
  return std::make_unique<PoolingClient>(loop, std::move(config), std::move(connector));
}

std::unique_ptr<Client> Client::create(async::Loop& loop, ClientConfig config,
                                       Connector& connector) {
  return std::make_unique<PoolingClient>(loop, std::move(config), connector);
}

}  // namespace quorum::http
