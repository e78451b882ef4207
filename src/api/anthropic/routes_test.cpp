#include "api/anthropic/routes.hpp"

#include <set>

#include "api/anthropic/fixture.hpp"
#include "api/openapi.hpp"

namespace quorum::api::anthropic {
namespace {

using AnthropicRoutes = AnthropicFixture;

TEST_F(AnthropicRoutes, AreAllDocumented) {
  const auto loop = async::Loop::simulated(1);
  testkit::ScriptedModels models(*loop);
  std::vector<Route> routes;
  add_routes_to(routes, *loop, models);
  std::set<std::string> table;
  for (const auto& route : routes) {
    EXPECT_TRUE(table.insert(std::string(route.method) + " " + route.pattern).second);
    EXPECT_FALSE(route.description.summary.empty()) << route.pattern;
    EXPECT_EQ(route.body == Body::json, !route.description.request_schema.empty());
  }
  EXPECT_EQ(table, (std::set<std::string>{"GET /v1/models", "GET /v1/models/{id*}",
                                          "POST /v1/messages", "POST /v1/messages/count_tokens"}));
  EXPECT_TRUE(json::Document::parse(openapi_document(routes, "1")));
}

TEST_F(AnthropicRoutes, ModelsAreForThoseWhoSayTheirVersion) {
  EXPECT_EQ(ask("GET", "/v1/models").head.status, 404);
  headers_.add("anthropic-version", "2023-06-01");
  EXPECT_EQ(ask("GET", "/v1/models").head.status, 200);
}

}  // namespace
}  // namespace quorum::api::anthropic
