#pragma once
/// Cohere's routes behind a router, for tests.

#include <string>
#include <utility>
#include <vector>

#include "api/cohere/routes.hpp"
#include "api/route_fixture.hpp"
#include "json/value.hpp"

namespace quorum::api::cohere {

class CohereFixture : public RouteFixture {
 protected:
  void add_routes_to(std::vector<Route>& routes, async::Loop& loop,
                     testkit::ScriptedModels& models) override {
    add_routes(routes, {.loop = loop, .backend = models, .models = models, .embedder = embedder_});
  }

  /// The status, where the answer is an error in Cohere's shape; else the body.
  std::string error_of(std::string target, std::string body) {
    const auto answer = post(std::move(target), std::move(body));
    const auto document = json::Document::parse(answer.body);
    const bool is_error =
        document && document->root()["message"].string() && document->root()["id"].string();
    return is_error ? std::to_string(answer.head.status) : answer.body;
  }
};

}  // namespace quorum::api::cohere
