#include "dialects/refusal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "dialects/retry_after.hpp"
#include "dialects/shown.hpp"

namespace quorum::dialects {
namespace {

constexpr std::size_t kDetailBytesMax = 2000;

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::ranges::find(list, word) != list.end();
}

bool says(const Said& said, std::initializer_list<std::string_view> list) {
  return is_one_of(said.word, list) || is_one_of(said.type, list);
}

Errc code_of_words(const Said& said) {
  if (says(said, {"insufficient_quota", "billing_error", "billing_hard_limit_reached",
                  "enforced_spend_limit_reached"})) {
    return Errc::budget_exceeded;
  }
  if (says(said, {"rate_limit_exceeded", "rate_limit_error", "requests", "tokens",
                  "RESOURCE_EXHAUSTED", "ThrottlingException"})) {
    return Errc::rate_limited;
  }
  if (says(said, {"invalid_api_key", "authentication_error", "UNAUTHENTICATED", "API_KEY_INVALID",
                  "UnrecognizedClientException", "ExpiredTokenException"}))
    return Errc::unauthenticated;
  if (says(said, {"permission_error", "PERMISSION_DENIED", "AccessDeniedException"}))
    return Errc::permission_denied;
  if (says(said, {"model_not_found", "not_found_error", "DeploymentNotFound", "NOT_FOUND",
                  "ResourceNotFoundException"})) {
    return Errc::not_found;
  }
  if (says(said, {"invalid_request_error", "BadRequestError", "context_length_exceeded",
                  "INVALID_ARGUMENT", "ValidationException"})) {
    return Errc::invalid_request;
  }
  if (says(said, {"request_too_large"})) return Errc::too_large;
  if (says(said, {"timeout_error", "DEADLINE_EXCEEDED"})) return Errc::deadline_exceeded;
  if (says(said, {"overloaded_error", "UNAVAILABLE", "ServiceUnavailableException"})) {
    return Errc::unavailable;
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
    case 504: return Errc::deadline_exceeded;
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
  if (may_quote(code) && is_word(said.field)) error.field = said.field;
  if (is_word(said.word)) error.reason = said.word;
  if (code == Errc::budget_exceeded) error.reason = "insufficient_quota";
  if (code == Errc::not_found) error.reason = "model_not_found";
  return error;
}

}  // namespace

Error explain(const Refusal& refusal, const Said& said) {
  const auto status = refusal.status != 0 ? refusal.status : said.status;
  const auto code = code_of(status, said);
  auto error = make(code, refusal.provider, refusal.key_variable, said,
                    fmt::format("{} {}: {}", refusal.provider,
                                refusal.status == 0 ? std::string{"broke off"}
                                                    : fmt::format("answered {}", refusal.status),
                                refusal.body.substr(0, kDetailBytesMax)));
  if (refusal.should_retry == "true") error.should_retry = true;
  if (refusal.should_retry == "false") error.should_retry = false;
  if (code == Errc::rate_limited || code == Errc::unavailable) {
    error.retry_after = retry_after({.seconds_or_date = refusal.retry_after,
                                     .milliseconds = refusal.retry_after_ms,
                                     .now_ms = refusal.now_ms});
    if (!error.retry_after) error.retry_after = said.retry_after;
  }
  return error;
}

Error unreadable(std::string_view provider, std::string_view what, std::string_view bytes) {
  return {.code = Errc::upstream_failed,
          .message = fmt::format("{} sent an answer that cannot be read.", provider),
          .detail = fmt::format("{}: {}: {}", provider, what, bytes.substr(0, 500))};
}

Error cut(std::string_view provider) {
  return {.code = Errc::upstream_failed,
          .message = fmt::format("{} broke off in the middle of its answer.", provider)};
}

}  // namespace quorum::dialects
