#pragma once
/// The routes that Cohere's clients call.

#include <vector>

#include "api/route.hpp"
#include "async/loop.hpp"
#include "llm/backend.hpp"
#include "llm/services.hpp"

namespace quorum::api::cohere {

/// What is asked; outlives the routes.
struct Ports {
  async::Loop& loop;
  llm::ChatBackend& backend;
  const llm::Models& models;
  llm::Embedder& embedder;
};

/// Before OpenAI's: `/v1/models` is both's, and only Cohere's clients say who they are.
void add_routes(std::vector<Route>& routes, Ports ports);

}  // namespace quorum::api::cohere
