#pragma once
/// Ollama's routes behind a router, for tests.

#include <string>
#include <utility>
#include <vector>

#include "api/ollama/routes.hpp"
#include "api/route_fixture.hpp"
#include "json/value.hpp"

namespace quorum::api::ollama {

class OllamaFixture : public RouteFixture {
 protected:
  void add_routes_to(std::vector<Route>& routes, async::Loop& loop,
                     testkit::ScriptedModels& models) override {
    add_routes(routes, {.loop = loop, .backend = models, .models = models, .embedder = embedder_});
  }

  /// The status, where the answer is an error in Ollama's shape; else the body.
  std::string error_of(std::string target, std::string body) {
    const auto answer = post(std::move(target), std::move(body));
    const auto document = json::Document::parse(answer.body);
    if (!document || !document->root()["error"].string()) return answer.body;
    return std::to_string(answer.head.status);
  }
};

}  // namespace quorum::api::ollama
