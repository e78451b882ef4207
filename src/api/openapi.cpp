#include "api/openapi.hpp"

#include <algorithm>
#include <map>

#include "api/error_map.hpp"
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
  for (auto rest = route.pattern; rest.contains('{');) {
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

void write_success(json::Writer& writer, const Description& described) {
  writer.key(std::to_string(described.status)).object();
  writer.key("description");
  writer.string(described.events.empty() ? http::reason_phrase(described.status)
                                         : described.events);
  writer.key("content").object();
  if (!described.reply_schema.empty() || described.reply_type != "application/json") {
    write_content(writer, described.reply_type, described.reply_schema);
  }
  if (!described.events.empty()) {
    write_content(writer, "text/event-stream", R"({"type":"string"})");
  }
  writer.end().end();
}

void write_responses(json::Writer& writer, const Route& route) {
  const auto audience = audience_of(route.pattern);
  const std::string reference = audience == Audience::platform
                                    ? R"({"$ref":"#/components/schemas/PlatformError"})"
                                    : R"({"$ref":"#/components/schemas/OpenAiError"})";
  writer.key("responses").object();
  write_success(writer, route.description);
  for (const int status : route.description.failures) {
    writer.key(std::to_string(status)).object();
    writer.key("description").string(http::reason_phrase(status));
    writer.key("content").object();
    write_content(writer, "application/json", reference);
    writer.end().end();
  }
  writer.end();
}

void write_operation(json::Writer& writer, const Route& route) {
  const auto& described = route.description;
  std::string method(route.method);
  std::ranges::transform(method, method.begin(),
                         [](char c) { return static_cast<char>(c | 0x20); });
  writer.key(method).object();
  writer.key("operationId").string(operation_id(route));
  writer.key("summary").string(described.summary);
  writer.key("tags").array().string(described.tag).end();
  write_parameters(writer, route);
  if (route.body == Body::json) {
    writer.key("requestBody").object().key("required").boolean(true).key("content").object();
    write_content(writer, "application/json", described.request_schema);
    writer.end().end();
  }
  write_responses(writer, route);
  writer.end();
}

}  // namespace

std::string openapi_document(std::span<const Route> routes, std::string_view version) {
  std::map<std::string, std::vector<const Route*>> by_path;
  for (const auto& route : routes) by_path[path_of(route.pattern)].push_back(&route);

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
    for (const auto* route : operations) write_operation(writer, *route);
    writer.end();
  }
  writer.end().key("components").object().key("schemas").object();
  writer.key("OpenAiError").raw(kOpenAiErrorSchema);
  writer.key("PlatformError").raw(kPlatformErrorSchema);
  writer.end().end().end();
  return document;
}

}  // namespace quorum::api
