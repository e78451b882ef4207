#pragma once
/// The routes that Ollama's clients call.

#include <vector>

#include "api/route.hpp"
#include "async/loop.hpp"
#include "llm/backend.hpp"
#include "llm/services.hpp"

namespace quorum::api::ollama {

/// What is asked; outlives the routes.
struct Ports {
  async::Loop& loop;
  llm::ChatBackend& backend;
  const llm::Models& models;
  llm::Embedder& embedder;
};

void add_routes(std::vector<Route>& routes, Ports ports);

}  // namespace quorum::api::ollama
