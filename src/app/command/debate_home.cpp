#include "app/command/debate_home.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <utility>

#include "app/command/remote_debates.hpp"
#include "app/engine.hpp"
#include "core/try.hpp"
#include "http/client.hpp"
#include "http/url.hpp"

namespace quorum::app {
namespace {

/// What this command shows a server that wants a key.
Secret own_key() {
  const auto* key = std::getenv("QUORUM_API_KEY");
  return Secret(key == nullptr ? "" : key);
}

class ServerHome final : public DebateHome {
 public:
  ServerHome(async::Loop& loop, http::Url server)
      : client_(http::Client::create(loop, {})), debates_(*client_, std::move(server), own_key()) {}

  debate::Service& debates() override { return debates_; }
  Task<bool> is_there() { return debates_.is_there(); }

 private:
  std::unique_ptr<http::Client> client_;
  RemoteDebates debates_;
};

class OwnHome final : public DebateHome {
 public:
  explicit OwnHome(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
  debate::Service& debates() override { return engine_->debates(); }

 private:
  std::unique_ptr<Engine> engine_;
};

}  // namespace

std::string address_of(const http::ServerConfig& server) {
  const bool is_any = server.host.empty() || server.host == "0.0.0.0" || server.host == "::";
  auto host = is_any ? "127.0.0.1" : server.host;
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return fmt::format("http://{}:{}", host, server.port);
}

Task<Result<std::unique_ptr<DebateHome>>> find_debate_home(async::Loop* loop, const Config* config,
                                                           std::string server) {
  if (const auto* named = std::getenv("QUORUM_SERVER"); server.empty() && named != nullptr) {
    server = named;
  }
  const bool is_named = !server.empty();
  if (!is_named) server = address_of(config->server);

  if (is_named || config->server.port != 0) {
    QUORUM_CO_TRY(auto url, http::Url::parse(server));
    auto there = std::make_unique<ServerHome>(*loop, std::move(url));
    if (co_await there->is_there()) co_return std::unique_ptr<DebateHome>(std::move(there));
  }
  if (is_named) {
    co_return Error{.code = Errc::upstream_failed,
                    .message = fmt::format("no Quorum server answers at {}: start it with "
                                           "`quorum serve`, or leave --server out",
                                           server)};
  }
  QUORUM_CO_TRY(auto engine, Engine::create(*loop, *config));
  co_return std::unique_ptr<DebateHome>(std::make_unique<OwnHome>(std::move(engine)));
}

}  // namespace quorum::app
