#include "api/debates/routes.hpp"

#include <gtest/gtest.h>

#include "api/debates/fake_service.hpp"
#include "api/openapi.hpp"
#include "json/value.hpp"

namespace quorum::api::debates {
namespace {

TEST(DebateRoutes, AreAllDocumented) {
  const auto loop = async::Loop::simulated(1);
  FakeService service;
  std::vector<Route> routes;
  add_routes(routes, *loop, service);
  std::string table;
  for (const auto& route : routes) {
    table += std::string(route.method) + " " + std::string(route.pattern) + "\n";
    EXPECT_FALSE(route.description.summary.empty()) << route.pattern;
    EXPECT_FALSE(route.description.reply_schema.empty()) << route.pattern;
    EXPECT_EQ(route.body == Body::json, !route.description.request_schema.empty());
  }
  EXPECT_EQ(table,
            "POST /v1/debates\nGET /v1/debates\nGET /v1/debates/{id}\n"
            "GET /v1/debates/{id}/events\nGET /v1/debates/{id}/ws\n"
            "POST /v1/debates/{id}/cancel\n"
            "POST /v1/debates/{id}/pause\nPOST /v1/debates/{id}/resume\n");
  EXPECT_TRUE(json::Document::parse(openapi_document(routes, "1")));
}

}  // namespace
}  // namespace quorum::api::debates
