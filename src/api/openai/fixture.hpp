#pragma once
/// The routes of OpenAI's clients behind a router, for tests.

#include <vector>

#include "api/openai/routes.hpp"
#include "api/route_fixture.hpp"
#include "store/memory_responses.hpp"

namespace quorum::api::openai {

class OpenAiFixture : public RouteFixture {
 protected:
  void add_routes_to(std::vector<Route>& routes, async::Loop& loop,
                     testkit::ScriptedModels& models) override {
    add_routes(routes, {.loop = loop,
                        .backend = models,
                        .models = models,
                        .embedder = embedder_,
                        .counter = counter_,
                        .responses = responses_});
  }

  store::MemoryResponses responses_;
};

}  // namespace quorum::api::openai
