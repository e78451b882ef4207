#include "api/gemini/routes.hpp"

#include <set>

#include "api/gemini/fixture.hpp"
#include "api/openapi.hpp"

namespace quorum::api::gemini {
namespace {

using GeminiRoutes = GeminiFixture;

TEST_F(GeminiRoutes, AreAllDocumented) {
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
  for (const auto* verb : {"generateContent", "streamGenerateContent", "countTokens",
                           "embedContent", "batchEmbedContents"}) {
    for (const std::string root : {"/v1beta", "/v1"}) {
      EXPECT_TRUE(table.contains("POST " + root + "/models/{model*}:" + verb)) << verb;
    }
  }
  const auto document = json::Document::parse(openapi_document(routes, "1"));
  ASSERT_TRUE(document);
  EXPECT_TRUE(document->root()["paths"]["/v1beta/models/{model}:countTokens"]["post"]);
}

}  // namespace
}  // namespace quorum::api::gemini
