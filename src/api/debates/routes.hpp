#pragma once
/// The debate API's routes (version 1).

#include <vector>

#include "api/route.hpp"
#include "async/loop.hpp"
#include "debate/service.hpp"
#include "http/websocket/handshake.hpp"

namespace quorum::api::debates {

/// `loop` and `debates` outlive the routes.
void add_routes(std::vector<Route>& routes, async::Loop& loop, debate::Service& debates,
                http::websocket::Compression compression = http::websocket::Compression::off);

}  // namespace quorum::api::debates
