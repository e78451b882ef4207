#include "dialects/openai_responses/error.hpp"

#include <algorithm>
#include <array>

#include "dialects/openai_chat/error.hpp"
#include "dialects/status.hpp"

namespace quorum::openai_responses {
namespace {

constexpr std::string_view kUnknownModel = "model_not_found";

/// Those of the schema's `ResponseErrorCode` that name what is wrong with a request.
constexpr std::array<std::string_view, 13> kRequestCodes{
    "invalid_prompt",       "invalid_image",     "invalid_image_format",
    "invalid_base64_image", "invalid_image_url", "image_too_large",
    "image_too_small",      "image_parse_error", "invalid_image_mode",
    "image_file_too_large", "empty_image_file",  "failed_to_download_image",
    "image_file_not_found"};

}  // namespace

Error explain(const dialects::Refusal& refusal) {
  auto error = openai_chat::explain(refusal);
  if (error.code != Errc::invalid_request || error.reason != kUnknownModel) return error;
  auto as_chat = refusal;
  as_chat.status = 404;
  auto explained = openai_chat::explain(as_chat);
  explained.detail = std::move(error.detail);
  return explained;
}

Error explain_object(std::string_view provider, json::Value error) {
  const auto nested = error["error"];
  return openai_chat::explain_object(provider, nested.is(json::Kind::object) ? nested : error);
}

int status_of(const Error& error) {
  const bool is_unknown_model = error.code == Errc::not_found && error.reason == kUnknownModel;
  return is_unknown_model ? 400 : dialects::status_of(error.code);
}

std::string_view failure_code(const Error& error) {
  const auto* found = std::ranges::find(kRequestCodes, error.reason);
  if (found != kRequestCodes.end()) return *found;
  switch (error.code) {
    case Errc::rate_limited: return "rate_limit_exceeded";
    case Errc::invalid_request:
    case Errc::too_large: return "invalid_prompt";
    default: return "server_error";
  }
}

}  // namespace quorum::openai_responses
