#include "api/openai/routes.hpp"

#include <gtest/gtest.h>

#include "api/openapi.hpp"
#include "json/value.hpp"
#include "testkit/scripted.hpp"

namespace quorum::api::openai {
namespace {

TEST(OpenAiRoutes, AreAllDocumented) {
  const auto loop = async::Loop::simulated(1);
  testkit::ScriptedModels models(*loop);
  std::vector<Route> routes;
  add_routes(routes, *loop, models, models);
  std::string table;
  for (const auto& route : routes) {
    table += std::string(route.method) + " " + std::string(route.pattern) + "\n";
    EXPECT_FALSE(route.description.summary.empty()) << route.pattern;
    EXPECT_FALSE(route.description.reply_schema.empty()) << route.pattern;
    EXPECT_EQ(route.body == Body::json, !route.description.request_schema.empty());
  }
  EXPECT_EQ(table, "POST /v1/chat/completions\nGET /v1/models\nGET /v1/models/{id*}\n");
  EXPECT_TRUE(json::Document::parse(openapi_document(routes, "1")));
}

}  // namespace
}  // namespace quorum::api::openai
