#include "api/ops/static_endpoint.hpp"

namespace quorum::api::ops {

Task<Result<>> StaticEndpoint::answer(Exchange exchange) {
  http::Response response;
  auto& headers = response.head.headers;
  headers.add("content-type", content_type_);
  headers.add("cache-control", "no-cache");
  headers.add("x-content-type-options", "nosniff");
  if (content_type_.starts_with("text/html")) {
    // Everything a page needs is in it; a model's words that turn out to be markup may fetch
    // nothing and post nowhere but here.
    headers.add("content-security-policy",
                "default-src 'none'; connect-src 'self'; script-src 'unsafe-inline'; "
                "style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; "
                "form-action 'none'; frame-ancestors 'none'");
    headers.add("referrer-policy", "no-referrer");
  }
  response.body = body_;
  co_return co_await exchange.responder.send(std::move(response));
}

}  // namespace quorum::api::ops
