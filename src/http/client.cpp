#include "http/client.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "core/try.hpp"
#include "http/client_exchange.hpp"
#include "http/client_pool.hpp"
#include "http/socket_connector.hpp"
#include "http/tunnel.hpp"

namespace quorum::http {
namespace {

/// A kept connection may have been closed just as the request left. It is sent a second time where
/// twice is as good as once (RFC 9110, 9.2.2; whoever gives a key for that has said so), and any
/// other where the first has not reached anybody: a POST that was read may cost twice.
bool may_repeat(const ClientRequest& request, const ClientExchange& failed, const Error& error) {
  if (error.code == Errc::deadline_exceeded || failed.has_answer()) return false;
  constexpr std::array<std::string_view, 6> kIdempotent{"GET",    "HEAD",    "PUT",
                                                        "DELETE", "OPTIONS", "TRACE"};
  return failed.is_undelivered() ||
         std::ranges::find(kIdempotent, request.method) != kIdempotent.end() ||
         request.headers.get("idempotency-key");
}

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
  void set_waits(Waits& waits) const;
  TimePoint connect_moment(const Waits& waits) const;
  const Proxy* proxy_of(ClientRequest& request) const;
  static Result<std::unique_ptr<ClientResponse>> answer_of(std::unique_ptr<ClientExchange> exchange,
                                                           const Proxy* proxy);

  std::shared_ptr<ClientPool> pool_;  ///< Shared with the answers that are arriving.
  std::unique_ptr<Connector> own_connector_;
  Connector& connector_;
};

Task<Result<std::unique_ptr<ClientResponse>>> PoolingClient::send(ClientRequest request) {
  set_waits(request.waits);
  const auto* const proxy = proxy_of(request);
  auto entered = pool_->gate.try_enter(pool_->names_of(request.url).origin);
  if (!entered) {
    const auto moment = connect_moment(request.waits);
    QUORUM_CO_TRY(entered, co_await pool_->gate.enter(request.url.origin(), moment));
  }
  auto exchange = std::make_unique<ClientExchange>(pool_, std::move(*entered));
  auto kept = pool_->take_quiet(exchange->origin());
  if (!kept && pool_->idle_count(exchange->origin()) > 0) {
    kept = co_await pool_->take(exchange->origin());
  }
  if (kept) {
    auto done = co_await exchange->run(&request, std::move(kept));
    if (done) co_return answer_of(std::move(exchange), proxy);
    if (!may_repeat(request, *exchange, done.error())) co_return std::move(done.error());
    exchange = std::make_unique<ClientExchange>(pool_, exchange->take_place());
  }
  QUORUM_CO_TRY(auto stream, co_await connect(&request));
  QUORUM_CO_CHECK(co_await exchange->run(&request, std::move(stream)));
  co_return answer_of(std::move(exchange), proxy);
}

TimePoint PoolingClient::connect_moment(const Waits& waits) const {
  return std::min(waits.deadline, pool_->loop.now() + waits.connect_max);
}

void PoolingClient::set_waits(Waits& waits) const {
  const auto& rules = pool_->config.waits;
  waits.connect_max = rules.connect_max.value_or(waits.connect_max);
  waits.head_max = rules.head_max.value_or(waits.head_max);
  waits.chunk_max = rules.chunk_max.value_or(waits.chunk_max);
  if (rules.total_max)
    waits.deadline = std::min(waits.deadline, pool_->loop.now() + *rules.total_max);
}

/// Where a proxy is to see the request itself, the request is made fit for it: it says where it
/// goes.
const Proxy* PoolingClient::proxy_of(ClientRequest& request) const {
  if (pool_->config.proxies.empty() || request.url.scheme != "http") return nullptr;
  const auto* const proxy = pool_->config.proxies.find(request.url);
  if (proxy == nullptr) return nullptr;
  request.url.target = "http://" + request.url.authority() + request.url.target;
  if (!proxy->authorization.empty()) {
    request.headers.set("Proxy-Authorization", proxy->authorization.reveal());
  }
  return proxy;
}

Result<std::unique_ptr<ClientResponse>> PoolingClient::answer_of(
    std::unique_ptr<ClientExchange> exchange, const Proxy* proxy) {
  if (proxy != nullptr && exchange->head().status == 407) return proxy_refusal(407, *proxy);
  return exchange;
}

Task<Result<std::unique_ptr<async::ByteStream>>> PoolingClient::connect(
    const ClientRequest* request) {
  const auto moment = connect_moment(request->waits);
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
