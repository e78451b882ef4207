#include "http/h2/client.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "async/combine.hpp"
#include "async/event.hpp"
#include "core/try.hpp"
#include "http/h2/client_connection.hpp"
#include "http/h2/client_stream.hpp"
#include "http/socket_connector.hpp"

namespace quorum::h2 {
namespace {

using Stream = std::unique_ptr<async::ByteStream>;

/// Twice is as good as once (RFC 9110 §9.2.2).
bool is_idempotent(std::string_view method) {
  constexpr std::array<std::string_view, 6> kMethods{"GET",    "HEAD",    "PUT",
                                                     "DELETE", "OPTIONS", "TRACE"};
  return std::ranges::find(kMethods, method) != kMethods.end();
}

/// Gives HTTP/1's client first the connections that turned out not to speak HTTP/2.
class Leftovers final : public http::Connector {
 public:
  explicit Leftovers(http::Connector& connector) : connector_(connector) {}

  void put(const std::string& origin, Stream stream) {
    streams_[origin].push_back(std::move(stream));
  }

  Task<Result<Stream>> connect(http::Url url, TimePoint deadline) override {
    auto found = streams_.find(url.origin());
    if (found == streams_.end()) return connector_.connect(std::move(url), deadline);
    auto stream = std::move(found->second.back());
    found->second.pop_back();
    if (found->second.empty()) streams_.erase(found);
    return given(std::move(stream));
  }

 private:
  static Task<Result<Stream>> given(Stream stream) { co_return stream; }

  http::Connector& connector_;
  std::map<std::string, std::vector<Stream>> streams_;
};

/// What is known of an upstream.
struct Origin {
  explicit Origin(async::Loop& loop) : has_connected(loop) {}

  enum class Speaks : std::uint8_t { unknown, http1, http2 };
  Speaks speaks = Speaks::unknown;
  std::vector<std::shared_ptr<ClientConnection>> connections;
  bool is_connecting = false;
  async::Event has_connected;  ///< Or has failed to.
};

/// Whoever connects, while the others wait for what comes of it.
class Connecting {
 public:
  explicit Connecting(Origin& origin) : origin_(origin) {
    origin_.is_connecting = true;
    origin_.has_connected.reset();
  }
  Connecting(const Connecting&) = delete;
  Connecting& operator=(const Connecting&) = delete;
  ~Connecting() {
    origin_.is_connecting = false;
    origin_.has_connected.set();
  }

 private:
  Origin& origin_;
};

Task<Result<>> connected(async::Event* event) {
  co_await event->wait();
  co_return {};
}

class SharingClient final : public http::Client {
 public:
  struct Connectors {
    http::Connector& sharing;  ///< Offers HTTP/2.
    http::Connector& plain;
  };
  struct Own {
    std::unique_ptr<http::Connector> sharing;
    std::unique_ptr<http::Connector> plain;
  };

  SharingClient(async::Loop& loop, http::ClientConfig config, Connectors connectors, Own own)
      : loop_(loop),
        config_(config),
        own_(std::move(own)),
        connector_(connectors.sharing),
        leftovers_(connectors.plain),
        http1_(http::Client::create(loop, std::move(config), leftovers_)) {}

  Task<Result<std::unique_ptr<http::ClientResponse>>> send(http::ClientRequest request) override;
  Task<Result<std::unique_ptr<http::ClientResponse>>> send_settled(
      http::SettledRequest request) override;

 private:
  using Connection = std::shared_ptr<ClientConnection>;

  bool may_share(const http::Url& url) const {
    return url.scheme == "https" ||
           (url.scheme == "http" && config_.http2 == http::Http2::prior_knowledge);
  }
  Origin& origin_of(const http::Url& url);
  static Connection with_room(Origin& origin);

  /// Nothing where the upstream speaks HTTP/1.1 only.
  Task<Result<Connection>> connection_for(const http::ClientRequest* request);
  Task<Result<Connection>> connect(Origin* origin, const http::ClientRequest* request,
                                   TimePoint moment);

  async::Loop& loop_;
  http::ClientConfig config_;
  Own own_;
  http::Connector& connector_;
  Leftovers leftovers_;
  std::unique_ptr<http::Client> http1_;
  std::shared_ptr<Scratch> scratch_ = std::make_shared<Scratch>();
  std::map<std::string, Origin> origins_;
};

Task<Result<std::unique_ptr<http::ClientResponse>>> SharingClient::send(
    http::ClientRequest request) {
  if (!may_share(request.url)) co_return co_await http1_->send(std::move(request));
  bool is_repeated = false;
  while (true) {
    QUORUM_CO_TRY(auto connection, co_await connection_for(&request));
    if (!connection) co_return co_await http1_->send(std::move(request));
    auto stream = std::make_unique<ClientStream>(std::move(connection));
    auto done = co_await stream->run(&request);
    if (done) co_return stream;
    const bool is_late = done.error().code == Errc::deadline_exceeded;
    const bool may_repeat = stream->is_unprocessed() ||
                            (!is_late && !stream->has_answer() && is_idempotent(request.method));
    if (!may_repeat || std::exchange(is_repeated, true)) co_return std::move(done.error());
  }
}

/// An upstream of HTTP/1.1 is asked as if there were nothing else.
Task<Result<std::unique_ptr<http::ClientResponse>>> SharingClient::send_settled(
    http::SettledRequest request) {
  const auto known = origins_.find(request.form->origin());
  const bool is_http1 = !may_share(request.form->url()) ||
                        (known != origins_.end() && known->second.speaks == Origin::Speaks::http1);
  if (is_http1) return http1_->send_settled(request);
  return http::Client::send_settled(request);
}

Origin& SharingClient::origin_of(const http::Url& url) {
  return origins_.try_emplace(url.origin(), loop_).first->second;
}

SharingClient::Connection SharingClient::with_room(Origin& origin) {
  std::erase_if(origin.connections, [](const auto& connection) { return !connection->is_alive(); });
  const auto found = std::ranges::find_if(
      origin.connections, [](const auto& connection) { return connection->has_room(); });
  return found == origin.connections.end() ? nullptr : *found;
}

Task<Result<SharingClient::Connection>> SharingClient::connection_for(
    const http::ClientRequest* request) {
  auto* const origin = &origin_of(request->url);
  const auto moment = std::min(request->waits.deadline, loop_.now() + request->waits.connect_max);
  while (true) {
    if (origin->speaks == Origin::Speaks::http1) co_return Connection();
    if (auto connection = with_room(*origin)) co_return connection;
    if (!origin->is_connecting) co_return co_await connect(origin, request, moment);
    auto others = connected(&origin->has_connected);
    QUORUM_CO_CHECK(co_await async::with_deadline(loop_, moment, std::move(others)));
  }
}

Task<Result<SharingClient::Connection>> SharingClient::connect(Origin* origin,
                                                               const http::ClientRequest* request,
                                                               TimePoint moment) {
  const Connecting connecting(*origin);
  QUORUM_CO_TRY(auto stream, co_await connector_.connect(request->url, moment));
  stream->set_deadline(TimePoint::max());
  if (request->url.scheme == "https" && stream->agreed_protocol() != "h2") {
    origin->speaks = Origin::Speaks::http1;
    leftovers_.put(request->url.origin(), std::move(stream));
    co_return Connection();
  }
  origin->speaks = Origin::Speaks::http2;
  origin->connections.push_back(
      std::make_shared<ClientConnection>(loop_, config_, std::move(stream), scratch_));
  co_return origin->connections.back();
}

}  // namespace

std::unique_ptr<http::Client> create_client(async::Loop& loop, http::ClientConfig config) {
  if (config.http2 == http::Http2::off) return http::Client::create(loop, std::move(config));
  auto sharing = std::make_unique<http::SocketConnector>(loop, config);
  auto plain_config = config;
  plain_config.http2 = http::Http2::off;
  auto plain = std::make_unique<http::SocketConnector>(loop, std::move(plain_config));
  const SharingClient::Connectors connectors{.sharing = *sharing, .plain = *plain};
  return std::make_unique<SharingClient>(
      loop, std::move(config), connectors,
      SharingClient::Own{.sharing = std::move(sharing), .plain = std::move(plain)});
}

std::unique_ptr<http::Client> create_client(async::Loop& loop, http::ClientConfig config,
                                            http::Connector& connector) {
  return std::make_unique<SharingClient>(
      loop, std::move(config), SharingClient::Connectors{.sharing = connector, .plain = connector},
      SharingClient::Own{});
}

}  // namespace quorum::h2
