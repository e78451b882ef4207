#include "api/platform/cost_endpoint.hpp"

#include "api/platform/fields.hpp"
#include "json/writer.hpp"

namespace quorum::api::platform {

Task<Result<>> CostEndpoint::answer(Exchange exchange) {
  Issues issues;
  const auto provider = required_query(exchange, "provider", issues);
  const auto model = required_query(exchange, "model", issues);
  // A text may be empty: it is then read for nothing.
  const auto text = exchange.query_value("text");
  if (!text) issues.add(Place("query").child("text"), "Field required", "missing");
  if (!issues.empty()) co_return co_await send_json(exchange.responder, 422, issues.json());

  const auto estimate = estimator_(provider, model, text.value_or(""));
  std::string body;
  json::Writer writer(body);
  writer.object().key("provider").string(provider).key("model").string(model);
  writer.key("tokens").number(estimate.tokens).key("method").string(estimate.method);
  writer.key("estimated_cost_usd");
  if (estimate.cost_usd) {
    writer.raw(estimate.cost_usd->str());
  } else {
    writer.null();
  }
  writer.end();
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

}  // namespace quorum::api::platform
