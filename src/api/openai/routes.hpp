#pragma once
/// The routes that OpenAI's own clients call.

#include <vector>

#include "api/route.hpp"
#include "async/loop.hpp"
#include "llm/backend.hpp"
#include "llm/services.hpp"
#include "store/responses.hpp"

namespace quorum::api::openai {

/// What is asked; outlives the routes.
struct Ports {
  async::Loop& loop;
  llm::ChatBackend& backend;
  const llm::Models& models;
  llm::Embedder& embedder;
  llm::TokenCounter& counter;
  store::Responses& responses;
};

/// Each route also without `/v1`, as LiteLLM serves it, and below `/openai/v1` and `/openai`, as
/// Azure's and Groq's clients ask; those whose model may stand in the path below
/// `/openai/deployments/{model}` too.
void add_routes(std::vector<Route>& routes, Ports ports);

}  // namespace quorum::api::openai
