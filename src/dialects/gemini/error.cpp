#include "dialects/gemini/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "dialects/gemini/fields.hpp"
#include "dialects/gemini/letters.hpp"
#include "dialects/status.hpp"
#include "json/writer.hpp"

namespace quorum::gemini {
namespace {

using dialects::Said;
using json::Kind;
using json::Value;

constexpr std::string_view kTypes = "type.googleapis.com/google.rpc.";
constexpr double kSecondsMax = 86'400;

std::string str(Value value) { return std::string{value.string().value_or("")}; }

/// `48s`, `1.5s`.
std::optional<std::chrono::milliseconds> duration(std::string_view text) {
  if (!text.ends_with('s')) return std::nullopt;
  text.remove_suffix(1);
  double seconds = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool is_sound = read.ec == std::errc{} && read.ptr == text.data() + text.size();
  if (!is_sound || !(seconds >= 0)) return std::nullopt;
  return std::chrono::milliseconds{std::llround(std::min(seconds, kSecondsMax) * 1000)};
}

void read_detail(Value detail, Said& said) {
  const auto type = detail["@type"].string().value_or("");
  if (type.ends_with("RetryInfo")) {
    said.retry_after = duration(member(detail, "retryDelay").string().value_or(""));
  } else if (type.ends_with("ErrorInfo")) {
    // What the status only hints at, as API_KEY_INVALID under INVALID_ARGUMENT.
    said.word = str(detail["reason"]);
  } else if (type.ends_with("BadRequest")) {
    said.field = str(member(detail, "fieldViolations")[0]["field"]);
  }
}

Said read_said(Value error) {
  if (error.is(Kind::string)) return {.text = str(error)};
  Said said{.text = str(error["message"]), .type = str(error["status"])};
  const auto code = error["code"].integer();
  if (code && *code >= 400 && *code <= 599) said.status = static_cast<int>(*code);
  for (const auto detail : error["details"]) read_detail(detail, said);
  return said;
}

/// Google's own words for machines mean nothing to clients of other dialects: what they stand for
/// is in the code. The one that all look for it does not have.
Error put_reason(Error error, const Said& said) {
  if (error.reason == said.word) error.reason.clear();
  const bool is_too_long = said.text.find("exceeds the maximum number of tokens") != said.text.npos;
  if (error.code == Errc::invalid_request && is_too_long) error.reason = "context_length_exceeded";
  return error;
}

std::string_view status_word(Errc code) {
  switch (code) {
    case Errc::invalid_request:
    case Errc::too_large: return "INVALID_ARGUMENT";
    case Errc::unauthenticated: return "UNAUTHENTICATED";
    case Errc::permission_denied: return "PERMISSION_DENIED";
    case Errc::not_found: return "NOT_FOUND";
    case Errc::conflict: return "FAILED_PRECONDITION";
    case Errc::rate_limited:
    case Errc::budget_exceeded: return "RESOURCE_EXHAUSTED";
    case Errc::unavailable:
    case Errc::upstream_failed: return "UNAVAILABLE";
    case Errc::deadline_exceeded: return "DEADLINE_EXCEEDED";
    case Errc::cancelled: return "CANCELLED";
    case Errc::internal: return "INTERNAL";
  }
  return "INTERNAL";
}

json::Writer& open_detail(json::Writer& writer, std::string_view type) {
  return writer.object().key("@type").string(std::string{kTypes}.append(type));
}

void write_details(json::Writer& writer, const Error& error, std::string_view request_id) {
  writer.key("details").array();
  if (!error.reason.empty()) {
    open_detail(writer, "ErrorInfo").key("reason").string(upper(error.reason));
    writer.key("domain").string("quorum").end();
  }
  if (!error.field.empty()) {
    open_detail(writer, "BadRequest").key("fieldViolations").array().object();
    writer.key("field").string(error.field).key("description").string(error.message);
    writer.end().end().end();
  }
  if (error.retry_after) {
    const auto seconds = std::chrono::duration<double>(*error.retry_after).count();
    open_detail(writer, "RetryInfo").key("retryDelay").string(fmt::format("{}s", seconds)).end();
  }
  if (!request_id.empty()) {
    open_detail(writer, "RequestInfo").key("requestId").string(request_id).end();
  }
  writer.end();
}

}  // namespace

Error explain(const dialects::Refusal& refusal) {
  Said said;
  if (const auto document = json::Document::parse(refusal.body)) {
    // A stream without `alt=sse` puts its error into an array.
    const auto root = document->root();
    said = read_said((root.is(Kind::array) ? root[0] : root)["error"]);
  }
  said.status = 0;
  return put_reason(dialects::explain(refusal, said), said);
}

Error explain_object(std::string_view provider, Value error) {
  const auto said = read_said(error);
  return put_reason(dialects::explain({.provider = provider, .body = error.raw()}, said), said);
}

int status_of(const Error& error) { return dialects::status_of(error.code); }

std::string write_error(const Error& error, std::string_view request_id) {
  std::string out;
  json::Writer writer{out};
  writer.object().key("error").object();
  writer.key("code").number(status_of(error));
  writer.key("message").string(error.message);
  writer.key("status").string(status_word(error.code));
  const bool has_details =
      !error.reason.empty() || !error.field.empty() || error.retry_after || !request_id.empty();
  if (has_details) write_details(writer, error, request_id);
  writer.end().end();
  return out;
}

}  // namespace quorum::gemini
