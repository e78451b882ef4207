#include "api/ops/metrics_endpoint.hpp"

namespace quorum::api::ops {

Task<Result<>> MetricsEndpoint::answer(Exchange exchange) {
  const auto accept = exchange.request.head.headers.get("accept").value_or("");
  const auto format = metrics::format_for(accept);
  http::Response response;
  response.head.headers.add("content-type", metrics::content_type(format));
  response.head.headers.add("cache-control", "no-store");
  response.body = expose_(format);
  co_return co_await exchange.responder.send(std::move(response));
}

}  // namespace quorum::api::ops
