#pragma once
/// The HTTP server of one loop, with all routes.

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

#include "api/route.hpp"
#include "api/router.hpp"
#include "app/config/config.hpp"
#include "async/loop.hpp"
#include "core/error.hpp"
#include "debate/service.hpp"
#include "govern/board.hpp"
#include "govern/door.hpp"
#include "http/server.hpp"
#include "llm/backend.hpp"
#include "llm/price_book.hpp"
#include "llm/services.hpp"
#include "store/responses.hpp"
#include "telemetry/telemetry.hpp"

namespace quorum::app {

/// What the routes ask; outlives the server.
struct Ports {
  llm::ChatBackend& backend;
  const llm::Models& models;
  debate::Service& debates;
  store::Responses& responses;
  const llm::PriceBook& prices;
  llm::Services services;
  const govern::Board& keys;
  telemetry::Telemetry* telemetry = nullptr;  ///< Null: nothing is recorded.
};

/// Every route of Quorum, the documentation of all of them last.
std::vector<api::Route> all_routes(async::Loop& loop, Ports ports, const Config& config);

/// One of several loops with the same port shares it.
enum class Sharing : bool { alone, shared };

class LoopServer {
 public:
  static Result<std::unique_ptr<LoopServer>> listen(async::Loop& loop, Ports ports,
                                                    const Config& config, Sharing sharing);

  std::uint16_t port() const { return server_->port(); }

  /// Accepts no more; running answers have until `grace` is over.
  Task<> drain(std::chrono::milliseconds grace) { return server_->drain(grace); }

 private:
  LoopServer(async::Loop& loop, Ports ports, const Config& config);

  govern::Door door_;
  std::unique_ptr<store::Recorder> recorder_;
  api::Router router_;
  std::unique_ptr<http::Server> server_{};  ///< Last: it hands requests to the router.
};

}  // namespace quorum::app
