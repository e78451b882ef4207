#include "app/server.hpp"

#include <utility>

#include "api/anthropic/routes.hpp"
#include "api/cohere/routes.hpp"
#include "api/debates/routes.hpp"
#include "api/gemini/routes.hpp"
#include "api/ollama/routes.hpp"
#include "api/openai/routes.hpp"
#include "api/ops/routes.hpp"
#include "api/passage/routes.hpp"
#include "api/platform/routes.hpp"
#include "app/pricing.hpp"
#include "core/try.hpp"
#include "http/h2/protocol.hpp"

namespace quorum::app {
namespace {

api::platform::Config platform_config(const Config& config, const telemetry::Telemetry* telemetry) {
  const auto openai = config.providers.find("openai");
  api::platform::Config made{
      .version = config.version,
      .default_model = config.default_model,
      .tokens_max_limit = config.tokens_max_limit,
      .is_openai_configured = openai != config.providers.end() && !openai->second.api_key.empty()};
  if (telemetry != nullptr) {
    made.keeps_records = [telemetry] { return telemetry->trouble().empty(); };
  }
  return made;
}

}  // namespace

std::vector<api::Route> all_routes(async::Loop& loop, Ports ports, const Config& config) {
  std::vector<api::Route> routes;
  api::anthropic::add_routes(routes, {.loop = loop,
                                      .backend = ports.backend,
                                      .models = ports.models,
                                      .counter = ports.services.counter});
  api::gemini::add_routes(routes, {.loop = loop,
                                   .backend = ports.backend,
                                   .models = ports.models,
                                   .embedder = ports.services.embedder,
                                   .counter = ports.services.counter});
  api::cohere::add_routes(routes, {.loop = loop,
                                   .backend = ports.backend,
                                   .models = ports.models,
                                   .embedder = ports.services.embedder});
  api::openai::add_routes(routes, {.loop = loop,
                                   .backend = ports.backend,
                                   .models = ports.models,
                                   .embedder = ports.services.embedder,
                                   .counter = ports.services.counter,
                                   .responses = ports.responses});
  api::ollama::add_routes(routes, {.loop = loop,
                                   .backend = ports.backend,
                                   .models = ports.models,
                                   .embedder = ports.services.embedder});
  api::passage::add_routes(routes, loop, ports.services.passage);
  api::debates::add_routes(routes, loop, ports.debates,
                           config.has_websocket_compression ? http::websocket::Compression::offered
                                                            : http::websocket::Compression::off);
  const auto estimator = [&loop, &prices = ports.prices](std::string_view provider,
                                                         std::string_view model,
                                                         std::string_view text) {
    return estimate(prices, provider, model, text, loop.unix_ms());
  };
  api::platform::add_routes(routes,
                            {.loop = loop,
                             .backend = ports.backend,
                             .models = ports.models,
                             .debates = ports.debates,
                             .estimator = estimator},
                            platform_config(config, ports.telemetry));
  api::ops::Expose expose;
  if (ports.telemetry != nullptr) {
    expose = [telemetry = ports.telemetry](metrics::Format format) {
      return telemetry->expose(format);
    };
  }
  api::ops::add_routes(routes, config.version, std::move(expose));
  return routes;
}

LoopServer::LoopServer(async::Loop& loop, Ports ports, const Config& config)
    : door_(ports.keys, loop),
      recorder_(ports.telemetry == nullptr ? nullptr : ports.telemetry->recorder()),
      router_(loop, all_routes(loop, ports, config), config.cors, &door_, recorder_.get()) {}

Result<std::unique_ptr<LoopServer>> LoopServer::listen(async::Loop& loop, Ports ports,
                                                       const Config& config, Sharing sharing) {
  std::unique_ptr<LoopServer> made(new LoopServer(loop, ports, config));
  auto server_config = config.server;
  if (config.speaks_http2) server_config.http2 = &h2::server_protocol();
  server_config.reuse_port = sharing == Sharing::shared;
  QUORUM_TRY(made->server_, http::Server::listen(loop, made->router_, std::move(server_config)));
  return made;
}

}  // namespace quorum::app
