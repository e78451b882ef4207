#include "api/openapi.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "api/audience.hpp"
#include "http/message.hpp"
#include "json/writer.hpp"

namespace quorum::api {
namespace {

constexpr std::string_view kOpenAiErrorSchema = R"({"type":"object","required":["error"],
"properties":{"error":{"type":"object","required":["message","type","param","code"],
"properties":{"message":{"type":"string"},"type":{"type":"string"},
"param":{"type":["string","null"]},"code":{"type":["string","null"]}}}}})";

constexpr std::string_view kPlatformErrorSchema = R"({"type":"object","required":["detail"],
"properties":{"detail":{"oneOf":[{"type":"string"},{"type":"array","items":{"type":"object",
"required":["loc","msg","type"],"properties":{"loc":{"type":"array","items":{
"type":["string","integer"]}},"msg":{"type":"string"},"type":{"type":"string"}}}}]},
"error_code":{"type":"string"}}})";

constexpr std::string_view kAnthropicErrorSchema = R"({"type":"object",
"required":["type","error"],"properties":{"type":{"const":"error"},"error":{"type":"object",
"required":["type","message"],"properties":{"type":{"type":"string"},
"message":{"type":"string"}}},"request_id":{"type":["string","null"]}}})";

constexpr std::string_view kGeminiErrorSchema = R"({"type":"object","required":["error"],
"properties":{"error":{"type":"object","required":["code","message","status"],
"properties":{"code":{"type":"integer"},"message":{"type":"string"},"status":{"type":"string"},
"details":{"type":"array","items":{"type":"object"}}}}}})";

constexpr std::string_view kOllamaErrorSchema = R"({"type":"object","required":["error"],
"properties":{"error":{"type":"string"}}})";

constexpr std::string_view kCohereErrorSchema = R"({"type":"object","required":["message"],
"properties":{"id":{"type":"string"},"message":{"type":"string"},
"error_type":{"type":"string"}}})";

/// The schema of the errors that a route's clients read, as it is called in the document.
std::string_view error_schema_of(const Route& route) {
  switch (route.audience.value_or(audience_of(route.pattern))) {
    case Audience::openai:
    case Audience::debates: return "OpenAiError";
    case Audience::anthropic: return "AnthropicError";
    case Audience::gemini: return "GeminiError";
    case Audience::ollama: return "OllamaError";
    case Audience::cohere: return "CohereError";
    case Audience::platform: return "PlatformError";
  }
  return "PlatformError";
}

/// One of the places where a key may stand (see `entrance.hpp`): the one that all dialects know.
constexpr std::string_view kSecuritySchemes =
    R"({"key":{"type":"http","scheme":"bearer","description":"A key of quorum keys create. )"
    R"(Where none has been made, the server's own machine needs none."}})";

/// The routes of one method and path: more than one where each is for other clients.
using Operation = std::vector<const Route*>;

/// The pattern as OpenAPI spells it: `{id*}` is `{id}` there.
std::string path_of(std::string_view pattern) {
  std::string path(pattern);
  std::erase(path, '*');
  return path;
}

/// Unique and usable as a function's name: `get_v1_debates_id`.
std::string operation_id(const Route& route) {
  std::string id;
  for (const char c : route.method) id += static_cast<char>(c - 'A' + 'a');
  for (const char c : route.pattern) {
    const bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_word) {
      id += c;
    } else if (c != '}' && c != '*' && id.back() != '_') {
      id += '_';
    }
  }
  while (id.ends_with('_')) id.pop_back();
  return id;
}

void write_parameter(json::Writer& writer, const Parameter& parameter) {
  writer.object().key("name").string(parameter.name).key("in").string(parameter.in);
  if (!parameter.description.empty()) writer.key("description").string(parameter.description);
  writer.key("required").boolean(parameter.is_required);
  writer.key("schema").raw(parameter.schema).end();
}

void write_parameters(json::Writer& writer, const Route& route) {
  writer.key("parameters").array();
  for (std::string_view rest = route.pattern; rest.contains('{');) {
    rest.remove_prefix(rest.find('{') + 1);
    auto name = rest.substr(0, rest.find('}'));
    if (name.ends_with('*')) name.remove_suffix(1);
    write_parameter(writer, {.name = name, .in = "path", .is_required = true});
  }
  for (const auto& parameter : route.description.parameters) write_parameter(writer, parameter);
  writer.end();
}

void write_content(json::Writer& writer, std::string_view type, std::string_view schema) {
  writer.key(type).object().key("schema").raw(schema.empty() ? "{}" : schema).end();
}

/// One schema for all of `schemas`.
std::string any_of(std::vector<std::string> schemas) {
  std::ranges::sort(schemas);
  const auto same = std::ranges::unique(schemas);
  schemas.erase(same.begin(), same.end());
  if (schemas.size() == 1) return schemas.front();
  return fmt::format(R"({{"anyOf":[{}]}})", fmt::join(schemas, ","));
}

std::string reply_schema_of(const Operation& operation) {
  std::vector<std::string> schemas;
  for (const auto* route : operation) {
    const auto schema = route->description.reply_schema;
    schemas.emplace_back(schema.empty() ? "{}" : schema);
  }
  return any_of(std::move(schemas));
}

/// What `route` names, and what every key may meet.
std::set<int> failures_of(const Route& route) {
  const auto& named = route.description.failures;
  std::set<int> statuses(named.begin(), named.end());
  if (route.access == Access::key) statuses.insert({401, 429});
  return statuses;
}

std::string failure_schema_of(const Operation& operation, int status) {
  std::vector<std::string> schemas;
  for (const auto* route : operation) {
    if (!failures_of(*route).contains(status)) continue;
    schemas.push_back(
        fmt::format(R"({{"$ref":"#/components/schemas/{}"}})", error_schema_of(*route)));
  }
  return any_of(std::move(schemas));
}

std::set<int> failures_of(const Operation& operation) {
  std::set<int> statuses;
  for (const auto* route : operation) statuses.merge(failures_of(*route));
  return statuses;
}

void write_success(json::Writer& writer, const Operation& operation) {
  const auto& described = operation.back()->description;
  writer.key(std::to_string(described.status)).object();
  writer.key("description");
  writer.string(described.events.empty() ? http::reason_phrase(described.status)
                                         : described.events);
  writer.key("content").object();
  const bool has_body =
      !described.reply_schema.empty() || described.reply_type != "application/json";
  if (has_body) {
    write_content(writer, described.reply_type, reply_schema_of(operation));
  }
  if (!described.events.empty() && !described.events_type.empty()) {
    write_content(writer, described.events_type, R"({"type":"string"})");
  }
  writer.end().end();
}

void write_responses(json::Writer& writer, const Operation& operation) {
  writer.key("responses").object();
  write_success(writer, operation);
  for (const int status : failures_of(operation)) {
    writer.key(std::to_string(status)).object();
    writer.key("description").string(http::reason_phrase(status));
    writer.key("content").object();
    write_content(writer, "application/json", failure_schema_of(operation, status));
    writer.end().end();
  }
  writer.end();
}

void write_request(json::Writer& writer, const Route& route) {
  if (route.body == Body::none) return;
  const bool is_json = route.body == Body::json || route.body == Body::json_of_any_type;
  writer.key("requestBody").object().key("required").boolean(is_json).key("content").object();
  write_content(writer, is_json ? "application/json" : "*/*", route.description.request_schema);
  writer.end().end();
}

/// The route for everybody else, the last, speaks for the operation.
void write_operation(json::Writer& writer, const Operation& operation) {
  const auto& route = *operation.back();
  const auto& described = route.description;
  std::string method(route.method);
  std::ranges::transform(method, method.begin(),
                         [](char c) { return static_cast<char>(c | 0x20); });
  writer.key(method).object();
  writer.key("operationId").string(operation_id(route));
  writer.key("summary").string(described.summary);
  writer.key("tags").array().string(described.tag).end();
  if (route.access == Access::open) writer.key("security").array().end();
  write_parameters(writer, route);
  write_request(writer, route);
  write_responses(writer, operation);
  writer.end();
}

}  // namespace

std::string openapi_document(std::span<const Route> routes, std::string_view version) {
  std::map<std::string, std::map<std::string_view, Operation>> by_path;
  for (const auto& route : routes) by_path[path_of(route.pattern)][route.method].push_back(&route);

  std::string document;
  json::Writer writer(document);
  writer.object().key("openapi").string("3.1.0");
  writer.key("info").object();
  writer.key("title").string("Quorum").key("version").string(version);
  writer.key("description")
      .string("Several language models argue a question; one API asks them all.");
  writer.end().key("paths").object();
  for (const auto& [path, operations] : by_path) {
    writer.key(path).object();
    for (const auto& [method, operation] : operations) write_operation(writer, operation);
    writer.end();
  }
  writer.end().key("components").object().key("schemas").object();
  writer.key("OpenAiError").raw(kOpenAiErrorSchema);
  writer.key("AnthropicError").raw(kAnthropicErrorSchema);
  writer.key("GeminiError").raw(kGeminiErrorSchema);
  writer.key("OllamaError").raw(kOllamaErrorSchema);
  writer.key("CohereError").raw(kCohereErrorSchema);
  writer.key("PlatformError").raw(kPlatformErrorSchema);
  writer.end().key("securitySchemes").raw(kSecuritySchemes).end();
  writer.key("security").raw(R"([{"key":[]}])").end();
  return document;
}

}  // namespace quorum::api
