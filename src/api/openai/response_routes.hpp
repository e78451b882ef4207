#pragma once
/// The routes of OpenAI's Responses API.

#include <string_view>
#include <vector>

#include "api/openai/routes.hpp"

namespace quorum::api::openai {

/// Below `root`: `/responses` and what belongs to it.
void add_response_routes(std::vector<Route>& routes, std::string_view root, const Ports& ports);

}  // namespace quorum::api::openai
