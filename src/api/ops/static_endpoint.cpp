#include "api/ops/static_endpoint.hpp"

#include "http/coding/deflate.hpp"
#include "http/coding/negotiation.hpp"

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
  headers.add("vary", "Accept-Encoding");
  if (http::wants_gzip(exchange.request.head.headers.get("accept-encoding").value_or(""))) {
    if (gzip_.empty()) gzip_ = http::Compressor(http::Compressor::Effort::best).gzip(body_);
    if (!gzip_.empty()) headers.add("content-encoding", "gzip");
  }
  response.body = headers.get("content-encoding") ? gzip_ : body_;
  co_return co_await exchange.responder.send(std::move(response));
}

}  // namespace quorum::api::ops
