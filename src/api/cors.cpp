#include "api/cors.hpp"

#include <algorithm>

namespace quorum::api {
namespace {

constexpr std::size_t kRequestedHeadersMax = 1024;

bool is_token_list(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_., ").contains(c);
  });
}

}  // namespace

bool Cors::is_same_origin(std::string_view origin, std::string_view host) {
  const auto scheme_end = origin.find("://");
  if (scheme_end == origin.npos || host.empty()) return false;
  return http::equals_ignoring_case(origin.substr(scheme_end + 3), host);
}

bool Cors::allows(std::string_view origin) const {
  return std::ranges::any_of(config_.origins,
                             [&](const auto& known) { return known == "*" || known == origin; });
}

void Cors::welcome(std::string_view origin, http::Headers& answer) const {
  if (!allows(origin)) return;
  // Named, never `*`: browsers refuse the star together with credentials.
  answer.add("access-control-allow-origin", origin);
  answer.add("access-control-allow-credentials", "true");
  answer.add("access-control-expose-headers",
             "x-request-id, request-id, x-quorum-debate-id, x-quorum-provider, x-quorum-dropped, "
             "x-quorum-overhead-us, "
             "x-quorum-emulated, x-quorum-provider-request-id, retry-after, retry-after-ms, "
             "x-should-retry, x-ratelimit-limit-requests, x-ratelimit-remaining-requests, "
             "x-ratelimit-reset-requests, location");
}

bool Cors::is_preflight(const http::RequestHead& request) {
  return request.method == "OPTIONS" && request.headers.get("origin") &&
         request.headers.get("access-control-request-method");
}

http::Response Cors::preflight(const http::Headers& request, std::string_view methods) const {
  http::Response response;
  auto& headers = response.head.headers;
  if (!allows(request.get("origin").value_or(""))) {
    response.head.status = 400;
    headers.add("content-type", "text/plain; charset=utf-8");
    response.body = "This origin is not among CORS_ORIGINS.";
    return response;
  }
  headers.add("access-control-allow-methods", methods);
  headers.add("access-control-max-age", std::to_string(config_.preflight_seconds_max));
  const auto wanted = request.get("access-control-request-headers").value_or("");
  if (!wanted.empty() && wanted.size() <= kRequestedHeadersMax && is_token_list(wanted)) {
    headers.add("access-control-allow-headers", wanted);
  }
  return response;
}

}  // namespace quorum::api
