#pragma once
/// The routes that Google's clients call.

#include <vector>

#include "api/route.hpp"
#include "async/loop.hpp"
#include "llm/backend.hpp"
#include "llm/services.hpp"

namespace quorum::api::gemini {

/// What is asked; outlives the routes.
struct Ports {
  async::Loop& loop;
  llm::ChatBackend& backend;
  const llm::Models& models;
  llm::Embedder& embedder;
  llm::TokenCounter& counter;
};

/// Below `/v1beta` and `/v1`; before the routes of OpenAI's clients, who ask for `/v1/models`, too.
void add_routes(std::vector<Route>& routes, Ports ports);

}  // namespace quorum::api::gemini
