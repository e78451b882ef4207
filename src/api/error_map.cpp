#include "api/error_map.hpp"

#include <algorithm>
#include <chrono>

#include "api/route.hpp"
#include "dialects/status.hpp"
#include "json/writer.hpp"

namespace quorum::api {
namespace {

bool is_under(std::string_view path, std::string_view prefix) {
  return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

/// The platform's contract knows these and calls everything else a 500.
int platform_status(Errc code) {
  switch (code) {
    case Errc::permission_denied: return 401;
    case Errc::unavailable:
    case Errc::upstream_failed:
    case Errc::cancelled: return 500;
    default: return dialects::status_of(code);
  }
}

std::string_view type_of(int status) {
  switch (status) {
    case 401: return "authentication_error";
    case 403: return "permission_error";
    case 429: return "rate_limit_error";
    default: return status >= 500 ? "server_error" : "invalid_request_error";
  }
}

/// OpenAI's word where it has one.
std::string_view code_of(const Error& error) {
  if (!error.reason.empty()) return error.reason;
  switch (error.code) {
    case Errc::invalid_request: return {};
    case Errc::unauthenticated: return "invalid_api_key";
    case Errc::rate_limited: return "rate_limit_exceeded";
    case Errc::budget_exceeded: return "insufficient_quota";
    default: return name(error.code);
  }
}

void string_or_null(json::Writer& writer, std::string_view text) {
  if (text.empty()) {
    writer.null();
  } else {
    writer.string(text);
  }
}

struct OpenAiError {
  std::string_view message;
  std::string_view type;
  std::string_view param{};
  std::string_view code{};
};

std::string openai_body(const OpenAiError& error) {
  std::string body;
  json::Writer writer(body);
  writer.object().key("error").object();
  writer.key("message").string(error.message).key("type").string(error.type);
  string_or_null(writer.key("param"), error.param);
  string_or_null(writer.key("code"), error.code);
  writer.end().end();
  return body;
}

std::string platform_body(std::string_view detail, std::string_view code) {
  std::string body;
  json::Writer writer(body);
  writer.object().key("detail").string(detail);
  if (!code.empty()) writer.key("error_code").string(code);
  writer.end();
  return body;
}

}  // namespace

Audience audience_of(std::string_view path) {
  if (is_under(path, "/v1/debates")) return Audience::debates;
  return is_under(path, "/v1") ? Audience::openai : Audience::platform;
}

int status_of(const Error& error, Audience audience) {
  if (audience == Audience::platform) return platform_status(error.code);
  if (audience == Audience::debates && error.code == Errc::invalid_request) return 422;
  return dialects::status_of(error.code);
}

std::string_view shown_message(const Error& error) {
  if (error.code == Errc::internal || error.message.empty()) {
    return "Something went wrong on our side. The log has it under this request's id.";
  }
  return error.message;
}

std::string error_body(const Error& error, Audience audience) {
  if (audience == Audience::platform) {
    return platform_body(shown_message(error),
                         error.reason.empty() ? name(error.code) : std::string_view(error.reason));
  }
  return openai_body({.message = shown_message(error),
                      .type = type_of(status_of(error, audience)),
                      .param = error.field,
                      .code = code_of(error)});
}

Error shown(Error error) {
  error.message = shown_message(error);
  error.detail.clear();
  return error;
}

http::Response error_response(const Error& error, Audience audience) {
  auto response = json_response(status_of(error, audience), error_body(error, audience));
  auto& headers = response.head.headers;
  if (response.head.status == 401) headers.add("www-authenticate", "Bearer");
  if (error.retry_after) {
    // Rounded up: a client that comes back a moment early is refused again.
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*error.retry_after).count();
    headers.add("retry-after", std::to_string(std::max<std::int64_t>(seconds, 0)));
  }
  // The official clients repeat every 429 otherwise, and waiting does not refill a budget.
  if (error.code == Errc::budget_exceeded || error.reason == "insufficient_quota") {
    headers.add("x-should-retry", "false");
  }
  return response;
}

http::Response refusal(int status, std::string_view message, Audience audience) {
  if (audience == Audience::platform) return json_response(status, platform_body(message, {}));
  return json_response(status, openai_body({.message = message, .type = type_of(status)}));
}

}  // namespace quorum::api
