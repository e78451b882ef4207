#include "http/server.hpp"

#include <optional>
#include <utility>

#include "async/combine.hpp"
#include "async/event.hpp"
#include "async/list.hpp"
#include "async/scope.hpp"
#include "async/socket.hpp"
#include "core/log.hpp"
#include "core/try.hpp"
#include "http/server_connection.hpp"
#include "http/server_shared.hpp"
#include "http/tls.hpp"

namespace quorum::http {
namespace {

constexpr std::string_view kUnix = "unix:";
constexpr std::string_view kStopping =
    "The server is stopping: the answer was broken off. Ask again.";

Result<async::Address> address_of(const ServerConfig& config) {
  const std::string_view host = config.host;
  if (host.starts_with(kUnix)) return async::Address::unix_path(host.substr(kUnix.size()));
  return async::Address::numeric(host == "localhost" ? "127.0.0.1" : host, config.port);
}

ServerConnection::Peer peer_of(const async::Address& address) {
  if (address.is_unix()) return {.address = "unix:", .is_loopback = true};
  auto text = address.text();
  const bool is_loopback =
      text.starts_with("127.") || text.starts_with("[::1]") || text.starts_with("[::ffff:127.");
  return {.address = std::move(text), .is_loopback = is_loopback};
}

class SocketServer final : public Server {
 public:
  SocketServer(async::Loop& loop, Handler& handler, ServerConfig config,
               std::unique_ptr<async::Listener> listener, std::unique_ptr<Tls> tls)
      : shared_(loop, handler, std::move(config)),
        tls_(std::move(tls)),
        listener_(std::move(listener)),
        port_(listener_->local().port()),
        has_room_(loop),
        serving_(loop),
        accepting_(loop) {
    accepting_.spawn(accept_all());
  }

  std::uint16_t port() const override { return port_; }
  Task<> drain(std::chrono::milliseconds grace) override;

 private:
  Task<> accept_all();
  Task<> serve(std::unique_ptr<async::ByteStream> stream, ServerConnection::Peer peer);
  Task<std::unique_ptr<async::ByteStream>> secure(std::unique_ptr<async::ByteStream> stream,
                                                  std::string peer);
  Task<> wait(std::chrono::milliseconds duration) { co_await shared_.loop.sleep(duration); }

  ServerShared shared_;
  std::unique_ptr<Tls> tls_;  ///< Nothing where the server speaks plainly.
  std::unique_ptr<async::Listener> listener_;
  std::uint16_t port_;
  async::List<ServerConnection> connections_;
  async::Event has_room_;
  async::Scope serving_;
  async::Scope accepting_;
};

Task<> SocketServer::accept_all() {
  while (true) {
    // Whoever comes now waits in the system's queue.
    while (serving_.size() >= shared_.config.connections_max) {
      has_room_.reset();
      co_await has_room_.wait();
    }
    auto accepted = co_await listener_->accept();
    if (!accepted) {
      log::error("http: no connection can be accepted any more: {}", accepted.error().detail);
      co_return;
    }
    serving_.spawn(serve(std::move(accepted->stream), peer_of(accepted->peer)));
  }
}

Task<> SocketServer::serve(std::unique_ptr<async::ByteStream> stream, ServerConnection::Peer peer) {
  if (tls_) stream = co_await secure(std::move(stream), peer.address);
  if (stream) {
    const bool is_http2 = shared_.config.http2 != nullptr && stream->agreed_protocol() == "h2";
    ServerConnection connection(shared_, std::move(stream), std::move(peer));
    connections_.push_back(connection);
    if (is_http2) {
      co_await connection.run_as_http2({});
    } else {
      co_await connection.run();
    }
  }
  has_room_.set();
}

/// Nothing where the handshake failed or took too long.
Task<std::unique_ptr<async::ByteStream>> SocketServer::secure(
    std::unique_ptr<async::ByteStream> stream, std::string peer) {
  stream->set_deadline(shared_.loop.now() + shared_.config.head_wait_max);
  auto secured = co_await tls_->accept(std::move(stream));
  if (secured) co_return std::move(*secured);
  log::debug("http: {}: {} {}", peer, secured.error().message, secured.error().detail);
  co_return nullptr;
}

Task<> SocketServer::drain(std::chrono::milliseconds grace) {
  shared_.is_draining = true;
  accepting_.cancel();
  listener_.reset();
  async::List<ServerConnection> seen;
  while (!connections_.empty()) {
    auto& connection = connections_.front();
    connection.close_if_idle();
    seen.push_back(connection);
  }
  auto ended = serving_.join();
  auto late = wait(grace);
  co_await async::race(std::move(ended), std::move(late));
  async::Scope parting(shared_.loop);
  while (!seen.empty()) {
    auto cut = seen.pop_front().part(kStopping);
    if (cut) parting.spawn(ServerConnection::carry_out(shared_, std::move(*cut)));
  }
  serving_.cancel();
  co_await parting.join();
}

}  // namespace

Task<Result<>> Responder::start_with(ResponseHead head, std::string_view first) {
  QUORUM_CO_CHECK(co_await start(std::move(head)));
  co_return co_await write(first);
}

Result<std::unique_ptr<Server>> Server::listen(async::Loop& loop, Handler& handler,
                                               ServerConfig config) {
  std::unique_ptr<Tls> tls;
  if (!config.tls_certificate_file.empty() || !config.tls_key_file.empty()) {
    const auto inside = config.http2 != nullptr ? Tls::Inside::http2_or_1 : Tls::Inside::http1;
    QUORUM_TRY(tls, Tls::server(config.tls_certificate_file, config.tls_key_file, inside));
  }
  QUORUM_TRY(const auto address, address_of(config));
  const auto sharing = config.reuse_port ? async::Sharing::shared : async::Sharing::exclusive;
  QUORUM_TRY(auto listener, async::Listener::listen(loop, address, sharing));
  return std::make_unique<SocketServer>(loop, handler, std::move(config), std::move(listener),
                                        std::move(tls));
}

}  // namespace quorum::http
