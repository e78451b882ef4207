#include "api/error_map.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <utility>

#include "api/route.hpp"
#include "dialects/status.hpp"
#include "json/scan.hpp"
#include "json/splice.hpp"
#include "json/writer.hpp"

namespace quorum::api {
namespace {

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

std::string platform_body(std::string_view detail, std::string_view code) {
  std::string body;
  json::Writer writer(body);
  writer.object().key("detail").string(detail);
  if (!code.empty()) writer.key("error_code").string(code);
  writer.end();
  return body;
}

std::string error_body(const Error& error, Audience audience, std::string_view request_id) {
  if (const auto* face = face_of(audience)) return face->write_error(shown(error), request_id);
  return platform_body(shown_message(error),
                       error.reason.empty() ? name(error.code) : std::string_view(error.reason));
}

/// Whether it is worth asking again, where the status alone would let a client guess wrong: the
/// official ones repeat every 429, and waiting does not refill a budget.
std::optional<bool> worth_retrying(const Error& error) {
  if (error.code == Errc::budget_exceeded || error.reason == "insufficient_quota") return false;
  return error.should_retry;
}

void add_retry_headers(http::Headers& headers, const Error& error) {
  if (const auto worth = worth_retrying(error)) {
    headers.add("x-should-retry", *worth ? "true" : "false");
  }
  if (!error.retry_after) return;
  const auto wait = std::max(*error.retry_after, std::chrono::milliseconds{0});
  // Rounded up: a client that comes back a moment early is refused again.
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait);
  headers.add("retry-after", std::to_string(seconds.count()));
  headers.add("retry-after-ms", std::to_string(wait.count()));
}

/// What HTTP refuses, in our words.
Error error_of(int status, std::string_view message) {
  const auto made = [&](Errc code, std::string_view reason) {
    return Error{.code = code, .message = std::string(message), .reason = std::string(reason)};
  };
  switch (status) {
    case 403: return made(Errc::permission_denied, "origin_not_allowed");
    case 404: return made(Errc::not_found, "not_found");
    case 405: return made(Errc::invalid_request, "method_not_supported");
    case 408: return made(Errc::deadline_exceeded, "request_timeout");
    case 413: return made(Errc::too_large, "request_too_large");
    case 415: return made(Errc::invalid_request, "unsupported_media_type");
    case 431: return made(Errc::too_large, "headers_too_large");
    default: break;
  }
  return made(status < 500 ? Errc::invalid_request : Errc::unavailable, "");
}

/// Google's errors repeat the status, which here is HTTP's own and no dialect's.
std::string with_code(std::string body, int status) {
  const auto members = json::scan_object(body);
  const auto* error = members ? json::find(*members, "error") : nullptr;
  if (error == nullptr) return body;
  const auto inner = json::scan_object(error->value);
  const auto* code = inner ? json::find(*inner, "code") : nullptr;
  if (code == nullptr || !code->integer()) return body;
  const std::array edits{json::Edit{.at = code->value, .with = std::to_string(status)}};
  return json::splice(body, edits);
}

}  // namespace

int status_of(const Error& error, Audience audience) {
  if (audience == Audience::debates && error.code == Errc::invalid_request) return 422;
  const auto* face = face_of(audience);
  return face != nullptr ? face->status_of(error) : platform_status(error.code);
}

std::string_view shown_message(const Error& error) {
  if (error.code == Errc::internal || error.message.empty()) {
    return "Something went wrong on our side. The log has it under this request's id.";
  }
  return error.message;
}

Error shown(Error error) {
  error.message = shown_message(error);
  error.detail.clear();
  return error;
}

http::Response error_response(const Error& error, Audience audience, std::string_view request_id) {
  auto response =
      json_response(status_of(error, audience), error_body(error, audience, request_id));
  auto& headers = response.head.headers;
  if (response.head.status == 401) headers.add("www-authenticate", "Bearer");
  add_retry_headers(headers, error);
  return response;
}

http::Response refusal(int status, std::string_view message, Audience audience,
                       std::string_view request_id) {
  if (face_of(audience) == nullptr) return json_response(status, platform_body(message, {}));
  auto body = error_body(error_of(status, message), audience, request_id);
  return json_response(status, with_code(std::move(body), status));
}

}  // namespace quorum::api
