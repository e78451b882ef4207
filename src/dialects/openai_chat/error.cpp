#include "dialects/openai_chat/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <utility>

#include "dialects/openai_chat/retry_after.hpp"
#include "dialects/openai_chat/shown.hpp"
#include "json/writer.hpp"

namespace quorum::openai_chat {
namespace {

constexpr std::size_t kDetailBytesMax = 2000;

/// The words of an error object, wherever a provider puts them.
struct Said {
  std::string text{};
  std::string code{};  ///< A word, as `model_not_found`; never a number.
  std::string type{};
  std::string param{};
  int status = 0;  ///< A number in place of the code, as OpenRouter and Azure send it.
};

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
            .code = str(error["code"]),
            .type = str(error["type"]),
            .param = str(error["param"])};
  for (const auto* name : {"code", "status_code", "status"}) {
    if (const auto status = status_in(error[name]); status && said.status == 0) {
      said.status = *status;
    }
  }
  if (status_in(error["code"])) said.code.clear();
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

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::ranges::find(list, word) != list.end();
}

bool says(const Said& said, std::initializer_list<std::string_view> list) {
  return is_one_of(said.code, list) || is_one_of(said.type, list);
}

Errc code_of_words(const Said& said) {
  if (says(said, {"insufficient_quota", "billing_error", "billing_hard_limit_reached"})) {
    return Errc::budget_exceeded;
  }
  if (says(said, {"rate_limit_exceeded", "rate_limit_error", "requests", "tokens"})) {
    return Errc::rate_limited;
  }
  if (says(said, {"invalid_api_key", "authentication_error"})) return Errc::unauthenticated;
  if (says(said, {"permission_error"})) return Errc::permission_denied;
  if (says(said, {"model_not_found", "not_found_error", "DeploymentNotFound"})) {
    return Errc::not_found;
  }
  if (says(said, {"invalid_request_error", "BadRequestError", "context_length_exceeded"})) {
    return Errc::invalid_request;
  }
  return Errc::upstream_failed;
}

Errc code_of(int status, const Said& said) {
  const auto words = code_of_words(said);
  switch (status) {
    case 0: return words;
    case 401: return Errc::unauthenticated;
    case 402: return Errc::budget_exceeded;
    case 403: return words == Errc::unauthenticated ? words : Errc::permission_denied;
    case 404: return Errc::not_found;
    case 408:
    case 409: return Errc::upstream_failed;
    case 413: return Errc::too_large;
    case 429: return words == Errc::budget_exceeded ? words : Errc::rate_limited;
    case 498: return Errc::rate_limited;  // Groq: no capacity on the flex tier.
    case 503:
    case 529: return Errc::unavailable;
    default: break;
  }
  if (status >= 400 && status < 500) {
    // Google sends 400 for a bad key.
    return words == Errc::unauthenticated ? words : Errc::invalid_request;
  }
  return Errc::upstream_failed;
}

std::string message_for(Errc code, std::string_view provider, std::string_view variable,
                        std::string_view words) {
  const auto tail = words.empty() ? std::string{"."} : fmt::format(": {}", words);
  switch (code) {
    case Errc::unauthenticated:
      if (variable.empty()) return fmt::format("{} asks for a key.", provider);
      return fmt::format("{} refused the key in {}.", provider, variable);
    case Errc::permission_denied: return fmt::format("The key for {} may not do this.", provider);
    case Errc::not_found: return fmt::format("{} does not have this model{}", provider, tail);
    case Errc::rate_limited: return fmt::format("{} takes no more requests for now.", provider);
    case Errc::budget_exceeded:
      return fmt::format("The account at {} has no credit left.", provider);
    case Errc::too_large: return fmt::format("The request is too large for {}{}", provider, tail);
    case Errc::invalid_request: return fmt::format("{} refused the request{}", provider, tail);
    case Errc::unavailable: return fmt::format("{} is overloaded or down.", provider);
    default: return fmt::format("{} failed to answer.", provider);
  }
}

bool may_quote(Errc code) {
  return code == Errc::invalid_request || code == Errc::not_found || code == Errc::too_large;
}

Error make(Errc code, std::string_view provider, std::string_view variable, const Said& said,
           std::string detail) {
  Error error{.code = code, .detail = std::move(detail)};
  error.message =
      message_for(code, provider, variable, may_quote(code) ? shown(said.text) : std::string{});
  if (may_quote(code) && is_word(said.param)) error.field = said.param;
  if (is_word(said.code)) error.reason = said.code;
  if (code == Errc::budget_exceeded) error.reason = "insufficient_quota";
  if (code == Errc::not_found) error.reason = "model_not_found";
  return error;
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
    case Errc::invalid_request: return "invalid_value";
    default: return name(error.code);
  }
}

}  // namespace

Error explain(const Refusal& refusal) {
  Said said;
  if (const auto document = json::Document::parse(refusal.body)) said = read_body(document->root());
  const auto code = code_of(refusal.status, said);
  auto error = make(code, refusal.provider, refusal.key_variable, said,
                    fmt::format("{} answered {}: {}", refusal.provider, refusal.status,
                                refusal.body.substr(0, kDetailBytesMax)));
  if (code == Errc::rate_limited || code == Errc::unavailable) {
    error.retry_after = retry_after({.seconds_or_date = refusal.retry_after,
                                     .milliseconds = refusal.retry_after_ms,
                                     .now_ms = refusal.now_ms});
  }
  return error;
}

Error explain_object(std::string_view provider, json::Value error) {
  const auto said = read_said(error);
  // What was fine when the answer began cannot become the caller's fault in its middle, but a tool
  // call that broke the caller's schema or a request that grew too long can.
  const auto code = code_of(said.status, said);
  return make(code, provider, {}, said,
              fmt::format("{} broke off: {}", provider, error.raw().substr(0, kDetailBytesMax)));
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
