#pragma once
/// What describes the server itself: the page, the documentation.

#include <string_view>
#include <vector>

#include "api/route.hpp"

namespace quorum::api::ops {

/// Call it last: `/openapi.json` documents the routes that are there by then, and these.
void add_routes(std::vector<Route>& routes, std::string_view version);

}  // namespace quorum::api::ops
