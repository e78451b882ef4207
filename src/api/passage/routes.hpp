#pragma once
/// The routes that hand a request to a provider as it is.

#include <vector>

#include "api/route.hpp"
#include "async/loop.hpp"
#include "llm/passage.hpp"

namespace quorum::api::passage {

/// What is passed outlives the routes.
void add_routes(std::vector<Route>& routes, async::Loop& loop, llm::Passage& passage);

}  // namespace quorum::api::passage
