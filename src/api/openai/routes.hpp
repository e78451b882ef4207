#pragma once
/// The routes that OpenAI's own clients call.

#include <vector>

#include "api/route.hpp"
#include "async/loop.hpp"
#include "llm/backend.hpp"

namespace quorum::api::openai {

/// What is passed outlives the routes.
void add_routes(std::vector<Route>& routes, async::Loop& loop, llm::ChatBackend& backend,
                const llm::Models& models);

}  // namespace quorum::api::openai
