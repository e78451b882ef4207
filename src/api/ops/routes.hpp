#pragma once
/// What describes the server itself: the page, the documentation.

#include <string_view>
#include <vector>

#include "api/ops/metrics_endpoint.hpp"
#include "api/route.hpp"

namespace quorum::api::ops {

/// Call it last: `/openapi.json` documents the routes that are there by then, and these.
/// Without `expose` there is no `/metrics`.
void add_routes(std::vector<Route>& routes, std::string_view version, Expose expose = {});

}  // namespace quorum::api::ops
