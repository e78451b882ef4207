#include "api/ops/routes.hpp"

#include <gtest/gtest.h>

#include "json/value.hpp"
#include "testkit/responder.hpp"
#include "testkit/run.hpp"

namespace quorum::api::ops {
namespace {

Task<bool> ask(Endpoint& endpoint, http::Responder& responder) {
  store::RequestRecord record;
  http::Request request;
  Exchange exchange{.request = request, .responder = responder, .record = record};
  co_return (co_await endpoint.answer(exchange)).has_value();
}

std::string body_of(std::string_view pattern) {
  std::vector<Route> routes;
  routes.push_back({.method = "GET",
                    .pattern = "/other/{id}",
                    .endpoint = nullptr,
                    .description = {.summary = "Another room's", .tag = "other"}});
  add_routes(routes, "1.2.3");
  testkit::FakeResponder responder;
  for (auto& route : routes) {
    if (route.pattern != pattern) continue;
    EXPECT_TRUE(testkit::run([&](async::Loop&) { return ask(*route.endpoint, responder); }));
  }
  return responder.body;
}

TEST(OpsRoutes, TheDocumentHasEveryRouteItselfIncluded) {
  const auto document = json::Document::parse(body_of("/openapi.json"));
  ASSERT_TRUE(document);
  std::string paths;
  for (const auto path : document->root()["paths"]) paths += std::string(path.key()) + "\n";
  EXPECT_EQ(paths, "/\n/docs\n/openapi.json\n/other/{id}\n");
  EXPECT_EQ(document->root()["info"]["version"].string(), "1.2.3");
}

TEST(OpsRoutes, PagesAreWholeAndFetchNothingFromElsewhere) {
  for (const auto* pattern : {"/", "/docs"}) {
    const auto html = body_of(pattern);
    EXPECT_GT(html.size(), 1000U) << pattern;
    EXPECT_NE(html.find("</html>"), html.npos) << pattern;
    for (const auto* foreign : {"src=\"http", "href=\"http", "@import"}) {
      EXPECT_EQ(html.find(foreign), html.npos) << pattern << " " << foreign;
    }
  }
}

}  // namespace
}  // namespace quorum::api::ops
