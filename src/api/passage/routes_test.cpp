#include "api/passage/routes.hpp"

#include <gtest/gtest.h>

#include <set>

#include "api/openapi.hpp"
#include "json/value.hpp"
#include "testkit/services.hpp"

namespace quorum::api::passage {
namespace {

TEST(PassageRoutes, AreAllDocumented) {
  const auto loop = async::Loop::simulated(1);
  testkit::ScriptedPassage passage;
  std::vector<Route> routes;
  add_routes(routes, *loop, passage);
  std::set<std::string> table;
  for (const auto& route : routes) {
    EXPECT_TRUE(table.insert(std::string(route.method) + " " + route.pattern).second);
    EXPECT_FALSE(route.description.summary.empty()) << route.pattern;
  }
  for (const auto* expected :
       {"POST /v1/moderations", "POST /v1/images/{rest*}", "POST /v1/audio/{rest*}",
        "GET /v1/files/{rest*}", "DELETE /v1/files/{rest*}", "POST /files", "GET /v1/batches",
        "POST /openai/v1/audio/{rest*}", "GET /v1/messages/batches/{rest*}",
        "PATCH /p/{provider}/{rest*}"}) {
    EXPECT_TRUE(table.contains(expected)) << expected;
  }
  EXPECT_TRUE(json::Document::parse(openapi_document(routes, "1")));
}

}  // namespace
}  // namespace quorum::api::passage
