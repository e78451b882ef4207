#pragma once
/// The routes that Anthropic's clients call.

#include <vector>

#include "api/route.hpp"
#include "async/loop.hpp"
#include "llm/backend.hpp"
#include "llm/services.hpp"

namespace quorum::api::anthropic {

/// What is asked; outlives the routes.
struct Ports {
  async::Loop& loop;
  llm::ChatBackend& backend;
  const llm::Models& models;
  llm::TokenCounter& counter;
};

/// Before the routes of OpenAI's clients: both ask for `/v1/models`.
void add_routes(std::vector<Route>& routes, Ports ports);

}  // namespace quorum::api::anthropic
