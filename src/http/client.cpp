#include "http/client.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/try.hpp"
#include "http/client_exchange.hpp"
#include "http/client_pool.hpp"
#include "http/socket_connector.hpp"
#include "http/tunnel.hpp"

namespace quorum::http {
namespace {

/// A kept connection may have been closed just as the request left. It is sent a second time where
/// twice is as good as once, and any other where the first has not reached anybody: a POST that was
/// read may cost twice.
bool may_repeat(const RequestTemplate& form, const ClientExchange& failed, const Error& error) {
  if (error.code == Errc::deadline_exceeded || failed.has_answer()) return false;
  return failed.is_undelivered() || form.is_idempotent();
}

using Answer = Result<std::unique_ptr<ClientResponse>>;

class PoolingClient final : public Client {
 public:
  PoolingClient(async::Loop& loop, ClientConfig config, std::unique_ptr<Connector> own)
      : PoolingClient(loop, std::move(config), *own) {
    own_connector_ = std::move(own);
  }
  PoolingClient(async::Loop& loop, ClientConfig config, Connector& connector)
      : pool_(std::make_shared<ClientPool>(loop, std::move(config))), connector_(connector) {}

  Task<Answer> send(ClientRequest request) override;
  Task<Answer> send_settled(SettledRequest request) override;

 private:
  Task<Answer> exchange(SettledRequest request);
  Task<Result<std::unique_ptr<async::ByteStream>>> connect(const SettledRequest& request);
  void set_waits(Waits& waits) const;
  TimePoint connect_moment(const Waits& waits) const;
  const Proxy* proxy_of(const Url& url) const;

  std::shared_ptr<ClientPool> pool_;  ///< Shared with the answers that are arriving.
  std::unique_ptr<Connector> own_connector_;
  Connector& connector_;
};

/// Where a proxy is to see the request itself, the request is made fit for it: it says where it
/// goes.
Task<Answer> PoolingClient::send(ClientRequest request) {
  const auto* const proxy = proxy_of(request.url);
  if (proxy != nullptr) {
    request.url.target = "http://" + request.url.authority() + request.url.target;
    if (!proxy->authorization.empty()) {
      request.headers.set("Proxy-Authorization", proxy->authorization.reveal());
    }
  }
  const RequestTemplate form(std::move(request.method), std::move(request.url),
                             std::move(request.headers));
  const SettledRequest settled{.form = &form, .body = request.body, .waits = request.waits};
  auto answer = co_await exchange(settled);
  if (proxy != nullptr && answer && (*answer)->head().status == 407) {
    co_return proxy_refusal(407, *proxy);
  }
  co_return answer;
}

Task<Answer> PoolingClient::send_settled(SettledRequest request) {
  if (proxy_of(request.form->url()) != nullptr) return Client::send_settled(request);
  return exchange(request);
}

Task<Answer> PoolingClient::exchange(SettledRequest request) {
  set_waits(request.waits);
  auto* const origin = &pool_->at(request.form->origin());
  auto place = origin->gate.try_enter();
  if (!place) {
    const auto moment = connect_moment(request.waits);
    QUORUM_CO_TRY(place, co_await origin->gate.enter(moment));
  }
  auto exchange = std::make_unique<ClientExchange>(pool_, *origin, std::move(*place));
  auto kept = ClientPool::take_quiet(*origin);
  if (!kept && !origin->idle.empty()) kept = co_await ClientPool::take(origin);
  if (kept) {
    auto done = co_await exchange->run(request, std::move(kept));
    if (done) co_return exchange;
    if (!may_repeat(*request.form, *exchange, done.error())) co_return std::move(done.error());
    exchange = std::make_unique<ClientExchange>(pool_, *origin, exchange->take_place());
  }
  QUORUM_CO_TRY(auto stream, co_await connect(request));
  QUORUM_CO_CHECK(co_await exchange->run(request, std::move(stream)));
  co_return exchange;
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

const Proxy* PoolingClient::proxy_of(const Url& url) const {
  if (pool_->config.proxies.empty() || url.scheme != "http") return nullptr;
  return pool_->config.proxies.find(url);
}

Task<Result<std::unique_ptr<async::ByteStream>>> PoolingClient::connect(
    const SettledRequest& request) {
  return connector_.connect(request.form->url(), connect_moment(request.waits));
}

}  // namespace

Task<Answer> Client::send_settled(SettledRequest request) {
  return send({.method = request.form->method(),
               .url = request.form->url(),
               .headers = request.form->headers(),
               .body = std::string(request.body),
               .waits = request.waits});
}

std::unique_ptr<Client> Client::create(async::Loop& loop, ClientConfig config) {
  auto connector = std::make_unique<SocketConnector>(loop, config);
  return std::make_unique<PoolingClient>(loop, std::move(config), std::move(connector));
}

std::unique_ptr<Client> Client::create(async::Loop& loop, ClientConfig config,
                                       Connector& connector) {
  return std::make_unique<PoolingClient>(loop, std::move(config), connector);
}

}  // namespace quorum::http
