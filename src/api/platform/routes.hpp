#pragma once
/// The routes of the platform's first contract.

#include <vector>

#include "api/platform/chat_request.hpp"
#include "api/platform/cost_endpoint.hpp"
#include "api/route.hpp"
#include "async/loop.hpp"
#include "debate/service.hpp"
#include "llm/backend.hpp"

namespace quorum::api::platform {

/// What the routes ask; what is referred to outlives them.
struct Ports {
  async::Loop& loop;
  llm::ChatBackend& backend;
  const llm::Models& models;
  debate::Service& debates;
  Estimator estimator{};
};

void add_routes(std::vector<Route>& routes, Ports ports, const Config& config);

}  // namespace quorum::api::platform
