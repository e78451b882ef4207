#pragma once
/// The routes of Anthropic's clients behind a router, for tests.

#include <string>
#include <vector>

#include "api/anthropic/routes.hpp"
#include "api/route_fixture.hpp"
#include "json/value.hpp"

namespace quorum::api::anthropic {

class AnthropicFixture : public RouteFixture {
 protected:
  void add_routes_to(std::vector<Route>& routes, async::Loop& loop,
                     testkit::ScriptedModels& models) override {
    add_routes(routes, {.loop = loop, .backend = models, .models = models, .counter = counter_});
  }

  /// `400 invalid_request_error`, where the answer is an error in Anthropic's shape; else the body.
  static std::string error_in(const testkit::FakeResponder& answer) {
    const auto document = json::Document::parse(answer.body);
    if (!document || document->root()["type"].string() != "error") return answer.body;
    const auto root = document->root();
    if (root["request_id"].string() != answer.header("request-id")) return "another request's";
    return std::to_string(answer.head.status) + " " +
           std::string(root["error"]["type"].string().value_or("none"));
  }
};

}  // namespace quorum::api::anthropic
