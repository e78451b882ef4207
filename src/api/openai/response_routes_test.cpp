#include "api/openai/response_routes.hpp"

#include <gtest/gtest.h>

#include <set>

#include "api/openai/fixture.hpp"
#include "json/value.hpp"

namespace quorum::api::openai {
namespace {

class ResponseRoutes : public OpenAiFixture {};

TEST_F(ResponseRoutes, AreThereBelowEveryRoot) {
  for (const auto* root : {"/v1", "", "/openai/v1"}) {
    const auto path = std::string(root) + "/responses/resp_none";
    EXPECT_EQ(ask("GET", path).head.status, 404);
    EXPECT_NE(ask("GET", path).body.find("resp_none"), std::string::npos) << root;
  }
}

TEST_F(ResponseRoutes, TheirSchemasAreJson) {
  const auto loop = async::Loop::simulated(1);
  testkit::ScriptedModels models(*loop);
  std::vector<Route> routes;
  add_response_routes(routes, "/v1",
                      {.loop = *loop,
                       .backend = models,
                       .models = models,
                       .embedder = embedder_,
                       .counter = counter_,
                       .responses = responses_});
  std::set<std::string> patterns;
  for (const auto& route : routes) {
    patterns.insert(std::string(route.method) + " " + route.pattern);
    const auto& described = route.description;
    EXPECT_TRUE(json::Document::parse(described.reply_schema)) << route.pattern;
    if (described.request_schema.empty()) continue;
    EXPECT_TRUE(json::Document::parse(described.request_schema)) << route.pattern;
  }
  EXPECT_EQ(patterns, (std::set<std::string>{
                          "POST /v1/responses", "POST /v1/responses/input_tokens",
                          "GET /v1/responses/{id}", "DELETE /v1/responses/{id}",
                          "POST /v1/responses/{id}/cancel", "GET /v1/responses/{id}/input_items"}));
}

}  // namespace
}  // namespace quorum::api::openai
