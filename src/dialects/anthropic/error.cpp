#include "dialects/anthropic/error.hpp"

#include <utility>

#include "json/writer.hpp"

namespace quorum::anthropic {
namespace {

using dialects::Said;

constexpr int kPaymentRequired = 402;

std::string str(json::Value value) { return std::string{value.string().value_or("")}; }

bool has(std::string_view text, std::string_view words) { return text.find(words) != text.npos; }

/// What Anthropic tells only in words for people.
void read_words(Said& said) {
  if (has(said.text, "prompt is too long") || has(said.text, "exceed context limit")) {
    said.word = "context_length_exceeded";
  }
  if (has(said.text, "credit balance is too low")) said.type = "billing_error";
}

Said read_said(json::Value body) {
  // Google puts its errors into a list of one.
  if (body.is(json::Kind::array)) body = body[0];
  const auto error = body["error"];
  Said said;
  if (error.is(json::Kind::object)) {
    said = {.text = str(error["message"]),
            .word = str(error["details"]["error_code"]),
            .type = str(error["type"])};
    if (said.type.empty()) said.type = str(error["status"]);  // Google's word.
  } else {
    // Amazon: {"message":…}; others put the text where the object belongs.
    said.text = error.is(json::Kind::string) ? str(error) : str(body["message"]);
    if (said.text.empty()) said.text = str(body["Message"]);
  }
  read_words(said);
  return said;
}

struct Spelling {
  int status;
  std::string_view type;
};

Spelling spelling_of(Errc code) {
  switch (code) {
    case Errc::invalid_request: return {.status = 400, .type = "invalid_request_error"};
    case Errc::unauthenticated: return {.status = 401, .type = "authentication_error"};
    case Errc::budget_exceeded: return {.status = 402, .type = "billing_error"};
    case Errc::permission_denied: return {.status = 403, .type = "permission_error"};
    case Errc::not_found: return {.status = 404, .type = "not_found_error"};
    case Errc::conflict: return {.status = 409, .type = "conflict_error"};
    case Errc::too_large: return {.status = 413, .type = "request_too_large"};
    case Errc::rate_limited: return {.status = 429, .type = "rate_limit_error"};
    case Errc::deadline_exceeded: return {.status = 504, .type = "timeout_error"};
    case Errc::unavailable: return {.status = 529, .type = "overloaded_error"};
    case Errc::cancelled: return {.status = 499, .type = "api_error"};
    case Errc::upstream_failed:
    case Errc::internal: return {.status = 500, .type = "api_error"};
  }
  return {.status = 500, .type = "api_error"};
}

}  // namespace

Error explain(const dialects::Refusal& refusal) {
  Said said;
  if (const auto document = json::Document::parse(refusal.body)) said = read_said(document->root());
  auto meant = refusal;
  // An empty account is told as a bad request.
  if (said.type == "billing_error") meant.status = kPaymentRequired;
  return dialects::explain(meant, said);
}

Error explain_object(std::string_view provider, json::Value body) {
  return dialects::explain({.provider = provider, .body = body.raw()}, read_said(body));
}

int status_of(const Error& error) { return spelling_of(error.code).status; }

std::string write_error(const Error& error, std::string_view request_id) {
  std::string out;
  json::Writer writer{out};
  writer.object().key("type").string("error").key("error").object();
  writer.key("type").string(spelling_of(error.code).type);
  writer.key("message").string(error.message).end().key("request_id");
  request_id.empty() ? writer.null() : writer.string(request_id);
  writer.end();
  return out;
}

}  // namespace quorum::anthropic
