#include "api/ops/routes.hpp"

#include <memory>
#include <string>

#include "api/openapi.hpp"
#include "api/ops/static_endpoint.hpp"
#include "core/embedded.hpp"

QUORUM_EMBEDDED(page_html);
QUORUM_EMBEDDED(docs_html);

namespace quorum::api::ops {
namespace {

constexpr std::string_view kHtml = "text/html; charset=utf-8";

Route page(std::string pattern, std::string_view summary, std::string_view html) {
  return {.method = "GET",
          .pattern = std::move(pattern),
          .endpoint = std::make_unique<StaticEndpoint>(kHtml, std::string(html)),
          .access = Access::open,
          .description = {.summary = summary,
                          .tag = "ops",
                          .reply_schema = R"({"type":"string"})",
                          .reply_type = "text/html"}};
}

}  // namespace

void add_routes(std::vector<Route>& routes, std::string_view version, Expose expose) {
  routes.push_back(page("/", "The page that starts and shows debates", embedded::page_html()));
  routes.push_back(page("/docs", "This API, to read and to try", embedded::docs_html()));
  if (expose) {
    routes.push_back({.method = "GET",
                      .pattern = "/metrics",
                      .endpoint = std::make_unique<MetricsEndpoint>(std::move(expose)),
                      .description = {.summary = "Metrics for Prometheus, or as OpenMetrics",
                                      .tag = "ops",
                                      .reply_schema = R"({"type":"string"})",
                                      .reply_type = "text/plain"}});
  }

  auto endpoint = std::make_unique<StaticEndpoint>("application/json", "");
  auto& document = *endpoint;
  routes.push_back({.method = "GET",
                    .pattern = "/openapi.json",
                    .endpoint = std::move(endpoint),
                    .access = Access::open,
                    .description = {.summary = "This API as an OpenAPI 3.1 document",
                                    .tag = "ops",
                                    .reply_schema = R"({"type":"object"})"}});
  document.set_body(openapi_document(routes, version));
}

}  // namespace quorum::api::ops
