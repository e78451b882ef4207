#include "http/server.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "async/combine.hpp"
#include "async/event.hpp"
#include "async/list.hpp"
#include "async/scope.hpp"
#include "async/socket.hpp"
#include "core/log.hpp"
#include "core/try.hpp"
#include "http/listening.hpp"
#include "http/peer/prefixed_stream.hpp"
#include "http/peer/proxy_header.hpp"
#include "http/server_connection.hpp"
#include "http/server_shared.hpp"
#include "http/tls.hpp"
#include "http/tls_identity.hpp"

namespace quorum::http {
namespace {

using Stream = std::unique_ptr<async::ByteStream>;

constexpr std::string_view kStopping =
    "The server is stopping: the answer was broken off. Ask again.";
constexpr std::size_t kProxyReadBytesMax = 1024;
constexpr std::chrono::milliseconds kRoomWait{50};

Peer peer_of(const async::Address& address, const Networks& trusted) {
  if (address.is_unix()) {
    return {.address = "unix:", .is_loopback = true, .is_trusted = trusted.contains_unix()};
  }
  Peer peer{.address = address.text()};
  const auto ip = IpAddress::parse(address.host());
  peer.is_loopback = ip && ip->is_loopback();
  peer.is_trusted = ip && trusted.contains(*ip);
  return peer;
}

std::unique_ptr<Tls> tls_of(const ServerConfig& config) {
  if (!config.tls) return nullptr;
  const auto inside = config.http2 != nullptr ? Tls::Inside::http2_or_1 : Tls::Inside::http1;
  return Tls::server(config.tls, inside);
}

/// A TLS handshake under way.
struct Handshake final : async::ListHook {
  explicit Handshake(async::ByteStream& over) : stream(over) {}
  async::ByteStream& stream;
};

class SocketServer final : public Server {
 public:
  SocketServer(async::Loop& loop, Handler& handler, ServerConfig config, Listening listening)
      : shared_(loop, handler, std::move(config)),
        tls_(tls_of(shared_.config)),
        listeners_(std::move(listening.listeners)),
        port_(listening.port),
        has_room_(loop),
        serving_(loop),
        accepting_(loop) {
    for (const auto& listener : listeners_) accepting_.spawn(accept_all(*listener));
  }

  std::uint16_t port() const override { return port_; }
  Task<> drain(std::chrono::milliseconds grace) override;

 private:
  Task<> accept_all(async::Listener& listener);
  Task<> serve(Stream stream, Peer peer);
  Task<bool> read_proxy_header(Stream* stream, Peer* peer);
  Task<Stream> secure(Stream stream, const Peer* peer);
  Task<> wait(std::chrono::milliseconds duration) { co_await shared_.loop.sleep(duration); }
  void close_idle();

  ServerShared shared_;
  std::unique_ptr<Tls> tls_;  ///< Nothing where the server speaks plainly.
  std::vector<std::unique_ptr<async::Listener>> listeners_;
  std::uint16_t port_;
  async::List<ServerConnection> connections_;
  async::List<Handshake> handshakes_;  ///< The oldest first.
  std::size_t handshakes_count_ = 0;
  async::Event has_room_;
  async::Scope serving_;
  async::Scope accepting_;
};

// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters): the server's own.
Task<> SocketServer::accept_all(async::Listener& listener) {
  while (true) {
    // Whoever comes now waits in the system's queue.
    while (serving_.size() >= shared_.config.connections_max) {
      close_idle();
      has_room_.reset();
      // Who becomes idle tells nobody, so they are looked for again before long.
      auto room = has_room_.wait();
      auto later = wait(kRoomWait);
      co_await async::race(std::move(room), std::move(later));
    }
    auto accepted = co_await listener.accept();
    if (!accepted) {
      log::error("http: no connection can be accepted any more: {}", accepted.error().detail);
      co_return;
    }
    auto peer = peer_of(accepted->peer, shared_.config.trusted_proxies);
    serving_.spawn(serve(std::move(accepted->stream), std::move(peer)));
  }
}

/// Makes room: who only waits for a next request goes before those who come.
void SocketServer::close_idle() {
  async::List<ServerConnection> seen;
  while (!connections_.empty()) {
    auto& connection = connections_.front();
    connection.close_if_idle();
    seen.push_back(connection);
  }
  connections_.take(seen);
}

Task<> SocketServer::serve(Stream stream, Peer peer) {
  if (shared_.config.expects_proxy_header && peer.is_trusted &&
      !co_await read_proxy_header(&stream, &peer)) {
    stream.reset();
  }
  if (tls_ && stream) stream = co_await secure(std::move(stream), &peer);
  if (stream) {
    ServerConnection connection(shared_, std::move(stream), std::move(peer));
    connections_.push_back(connection);
    co_await connection.run();
  }
  has_room_.set();
}

/// Whom a trusted peer has connected for. Whoever sends no such header is closed without a word.
Task<bool> SocketServer::read_proxy_header(Stream* stream, Peer* peer) {
  auto& connection = **stream;
  connection.set_deadline(shared_.loop.now() + shared_.config.handshake_wait_max);
  ProxyHeaderParser parser;
  while (!parser.is_done()) {
    std::array<char, kProxyReadBytesMax> some;
    const auto arrived = co_await connection.read(some);
    if (!arrived || *arrived == 0) co_return false;
    const std::string_view bytes(some.data(), *arrived);
    const auto taken = parser.push(bytes);
    if (!taken) {
      log::debug("http: {}: PROXY protocol: {}", peer->address, taken.error());
      co_return false;
    }
    if (parser.is_done()) {
      *stream = prefixed_stream(std::string(bytes.substr(*taken)), std::move(*stream));
    }
  }
  // A proxy that does not say for whom it speaks is not taken for a client of this machine.
  peer->is_loopback = false;
  if (const auto& source = parser.source()) {
    *peer = {.address = source->address.text_with(source->port),
             .is_loopback = source->address.is_loopback(),
             .is_trusted = shared_.config.trusted_proxies.contains(source->address)};
  }
  co_return true;
}

/// Nothing where the handshake failed or took too long.
Task<Stream> SocketServer::secure(Stream stream, const Peer* peer) {
  // A flood of handshakes costs those who have had the most time, not those who come.
  if (handshakes_count_ >= shared_.config.handshakes_max && !handshakes_.empty()) {
    handshakes_.pop_front().stream.set_deadline(shared_.loop.now());
  }
  Handshake handshake(*stream);
  handshakes_.push_back(handshake);
  ++handshakes_count_;
  stream->set_deadline(shared_.loop.now() + shared_.config.handshake_wait_max);
  auto secured = co_await tls_->accept(std::move(stream));
  handshake.unlink();
  --handshakes_count_;
  if (secured) co_return std::move(*secured);
  log::debug("http: {}: {} {}", peer->address, secured.error().message, secured.error().detail);
  co_return nullptr;
}

Task<> SocketServer::drain(std::chrono::milliseconds grace) {
  shared_.is_draining = true;
  accepting_.cancel();
  listeners_.clear();
  close_idle();
  auto ended = serving_.join();
  auto late = wait(grace);
  co_await async::race(std::move(ended), std::move(late));
  async::Scope parting(shared_.loop);
  while (!connections_.empty()) {
    auto cut = connections_.pop_front().part(kStopping);
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

Result<std::shared_ptr<TlsIdentity>> tls_identity_of(const ServerConfig& config) {
  if (config.tls_certificate_file.empty() && config.tls_key_file.empty()) return nullptr;
  TlsIdentityConfig files{.client_ca_file = config.tls_client_ca_file,
                          .client_certificates = config.tls_client_certificates};
  files.certificates.push_back(
      {.certificate = config.tls_certificate_file, .key = config.tls_key_file});
  for (const auto& [certificate, key] : config.tls_more) {
    files.certificates.push_back({.certificate = certificate, .key = key});
  }
  return TlsIdentity::load(std::move(files));
}

Task<Result<>> Responder::switch_to(ResponseHead, std::unique_ptr<Upgraded>) {
  co_return Error{.code = Errc::unavailable, .message = "This connection speaks HTTP only."};
}

Result<std::unique_ptr<Server>> Server::listen(async::Loop& loop, Handler& handler,
                                               ServerConfig config) {
  if (!config.tls) {
    QUORUM_TRY(config.tls, tls_identity_of(config));
  }
  const auto sharing = config.reuse_port ? async::Sharing::shared : async::Sharing::exclusive;
  // Kept by the listeners alone, so that it closes with them.
  const auto shared = std::exchange(config.shared_sockets, {});
  QUORUM_TRY(auto listening, open_listeners(loop, config.host, config.port, sharing, shared));
  return std::make_unique<SocketServer>(loop, handler, std::move(config), std::move(listening));
}

}  // namespace quorum::http
