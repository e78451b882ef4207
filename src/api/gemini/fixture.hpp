#pragma once
/// The routes of Google's clients behind a router, for tests.

#include <string>
#include <vector>

#include "api/gemini/routes.hpp"
#include "api/route_fixture.hpp"
#include "json/value.hpp"

namespace quorum::api::gemini {

class GeminiFixture : public RouteFixture {
 protected:
  void add_routes_to(std::vector<Route>& routes, async::Loop& loop,
                     testkit::ScriptedModels& models) override {
    add_routes(routes, {.loop = loop,
                        .backend = models,
                        .models = models,
                        .embedder = embedder_,
                        .counter = counter_});
  }

  /// `400 INVALID_ARGUMENT`, where the answer is an error in Google's shape; else the body.
  static std::string error_in(const testkit::FakeResponder& answer) {
    const auto document = json::Document::parse(answer.body);
    if (!document) return answer.body;
    const auto error = document->root()["error"];
    if (error["code"].integer() != answer.head.status) return answer.body;
    return std::to_string(answer.head.status) + " " +
           std::string(error["status"].string().value_or("none"));
  }
};

}  // namespace quorum::api::gemini
