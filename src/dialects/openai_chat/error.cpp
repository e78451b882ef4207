#include "dialects/openai_chat/error.hpp"

#include <optional>
#include <utility>

#include "json/writer.hpp"

namespace quorum::openai_chat {
namespace {

using dialects::Said;

std::string str(json::Value value) { return std::string{value.string().value_or("")}; }

/// An HTTP status that stands for a failure, as a number or as its digits.
std::optional<int> status_in(json::Value value) {
  auto number = value.integer();
  if (const auto text = value.string(); text && text->size() == 3) {
    number = 0;
    for (const char c : *text) number = *number * 10 + (c >= '0' && c <= '9' ? c - '0' : 1000);
  }
  if (!number || *number < 400 || *number > 599) return std::nullopt;
  return static_cast<int>(*number);
}

Said read_said(json::Value error) {
  if (error.is(json::Kind::string)) return {.text = str(error)};
  Said said{.text = str(error["message"]),
            .word = str(error["code"]),
            .type = str(error["type"]),
            .field = str(error["param"])};
  for (const auto* name : {"code", "status_code", "status"}) {
    if (const auto status = status_in(error[name]); status && said.status == 0) {
      said.status = *status;
    }
  }
  if (status_in(error["code"])) said.word.clear();
  return said;
}

/// The whole body of a refusal: `{"error":…}`, or what others make of it.
Said read_body(json::Value root) {
  // Some put the error into a list of one.
  if (root.is(json::Kind::array)) root = root[0];
  const auto error = root["error"];
  if (error.is(json::Kind::object)) return read_said(error);
  Said said = read_said(root);
  // xAI: {"code":"invalid-argument","error":"text"}.
  if (error.is(json::Kind::string)) said.text = str(error);
  // Mistral: {"detail":"text"} and {"detail":[{"loc":[…],"msg":"text"}]}.
  const auto detail = root["detail"];
  if (detail.is(json::Kind::string)) said.text = str(detail);
  if (detail.is(json::Kind::array)) said.text = str(detail[0]["msg"]);
  return said;
}

std::string_view type_of(Errc code) {
  switch (code) {
    case Errc::invalid_request:
    case Errc::not_found:
    case Errc::conflict:
    case Errc::too_large: return "invalid_request_error";
    case Errc::unauthenticated: return "authentication_error";
    case Errc::permission_denied: return "permission_error";
    case Errc::rate_limited: return "rate_limit_error";
    case Errc::budget_exceeded: return "insufficient_quota";
    case Errc::unavailable:
    case Errc::upstream_failed:
    case Errc::deadline_exceeded:
    case Errc::cancelled:
    case Errc::internal: return "server_error";
  }
  return "server_error";
}

std::string_view code_word(const Error& error) {
  if (!error.reason.empty()) return error.reason;
  switch (error.code) {
    case Errc::unauthenticated: return "invalid_api_key";
    case Errc::rate_limited: return "rate_limit_exceeded";
    case Errc::budget_exceeded: return "insufficient_quota";
    case Errc::invalid_request: return "invalid_value";
    default: return name(error.code);
  }
}

}  // namespace

Error explain(const dialects::Refusal& refusal) {
  Said said;
  if (const auto document = json::Document::parse(refusal.body)) said = read_body(document->root());
  said.status = 0;
  return dialects::explain(refusal, said);
}

Error explain_object(std::string_view provider, json::Value error) {
  // What was fine when the answer began cannot become the caller's fault in its middle, but a tool
  // call that broke the caller's schema or a request that grew too long can.
  return dialects::explain({.provider = provider, .body = error.raw()}, read_said(error));
}

std::string write_error(const Error& error) {
  std::string out;
  json::Writer writer{out};
  writer.object().key("error").object();
  writer.key("message").string(error.message);
  writer.key("type").string(type_of(error.code));
  writer.key("param");
  if (error.field.empty()) {
    writer.null();
  } else {
    writer.string(error.field);
  }
  writer.key("code").string(code_word(error));
  writer.end().end();
  return out;
}

}  // namespace quorum::openai_chat
