#include "api/openai/routes.hpp"

#include <gtest/gtest.h>

#include <set>

#include "api/openapi.hpp"
#include "json/value.hpp"
#include "testkit/scripted.hpp"
#include "testkit/services.hpp"

namespace quorum::api::openai {
namespace {

TEST(OpenAiRoutes, AreAllDocumented) {
  const auto loop = async::Loop::simulated(1);
  testkit::ScriptedModels models(*loop);
  std::vector<Route> routes;
  testkit::ScriptedEmbedder embedder;
  add_routes(routes, {.loop = *loop, .backend = models, .models = models, .embedder = &embedder});
  std::set<std::string> table;
  for (const auto& route : routes) {
    EXPECT_TRUE(table.insert(std::string(route.method) + " " + route.pattern).second);
    EXPECT_FALSE(route.description.summary.empty()) << route.pattern;
    EXPECT_FALSE(route.description.reply_schema.empty()) << route.pattern;
    EXPECT_EQ(route.body == Body::json, !route.description.request_schema.empty());
  }
  for (const auto* expected :
       {"POST /v1/chat/completions", "POST /chat/completions", "POST /openai/v1/chat/completions",
        "POST /openai/deployments/{model*}/chat/completions", "POST /v1/embeddings",
        "POST /embeddings", "POST /openai/deployments/{model*}/embeddings", "GET /v1/models",
        "GET /v1/models/{id*}", "GET /models", "GET /openai/v1/models/{id*}"}) {
    EXPECT_TRUE(table.contains(expected)) << expected;
  }
  EXPECT_TRUE(json::Document::parse(openapi_document(routes, "1")));
}

}  // namespace
}  // namespace quorum::api::openai
