#include "api/anthropic/routes.hpp"

#include <memory>
#include <string>
#include <utility>

#include "api/anthropic/messages_endpoint.hpp"
#include "api/anthropic/models_endpoint.hpp"

namespace quorum::api::anthropic {
namespace {

constexpr std::string_view kTag = "anthropic";

constexpr std::string_view kMessages = R"({"type":"object",
"required":["model","max_tokens","messages"],
"description":"As Anthropic's Messages, of either version; fields unknown here are passed on.",
"properties":{"model":{"type":"string","examples":["claude-sonnet-4-5","openai/gpt-4o"]},
"max_tokens":{"type":"integer","minimum":0},
"messages":{"type":"array","minItems":1,"items":{"type":"object","required":["role","content"],
"properties":{"role":{"enum":["user","assistant","system"]},"content":{}}}},
"system":{},"stream":{"type":"boolean","default":false},"tools":{"type":"array"},
"tool_choice":{"type":"object"},"thinking":{"type":"object"}}})";

constexpr std::string_view kMessage = R"({"type":"object",
"required":["id","type","role","model","content","stop_reason","usage"],"properties":{
"id":{"type":"string"},"type":{"const":"message"},"role":{"const":"assistant"},
"model":{"type":"string"},"content":{"type":"array","items":{"type":"object",
"required":["type"]}},"stop_reason":{"type":["string","null"]},
"stop_sequence":{"type":["string","null"]},"usage":{"type":"object",
"required":["input_tokens","output_tokens"]}}})";

constexpr std::string_view kCount = R"({"type":"object","required":["model","messages"],
"properties":{"model":{"type":"string"},"messages":{"type":"array","minItems":1},"system":{},
"tools":{"type":"array"}}})";

constexpr std::string_view kCounted = R"({"type":"object","required":["input_tokens"],
"properties":{"input_tokens":{"type":"integer"}}})";

constexpr std::string_view kModel = R"({"type":"object",
"required":["id","type","display_name","created_at"],"properties":{"id":{"type":"string"},
"type":{"const":"model"},"display_name":{"type":"string"},"created_at":{"type":"string"}}})";

constexpr std::string_view kModels = R"({"type":"object",
"required":["data","has_more","first_id","last_id"],"properties":{"data":{"type":"array"},
"has_more":{"type":"boolean"},"first_id":{"type":["string","null"]},
"last_id":{"type":["string","null"]}}})";

Parameter version_parameter() {
  return {.name = "anthropic-version",
          .in = "header",
          .description = "2023-06-01 or 2026-10-21; with it /v1/models answers as Anthropic's."};
}

void add_messages(std::vector<Route>& routes, const Ports& ports) {
  auto parameters = note_parameters();
  parameters.push_back(version_parameter());
  parameters.push_back({.name = "anthropic-beta", .in = "header"});
  routes.push_back(
      {.method = "POST",
       .pattern = "/v1/messages",
       .endpoint = std::make_unique<MessagesEndpoint>(ports.loop, ports.backend),
       .body = Body::json,
       .description = {.summary = "Ask a model in Anthropic's spelling",
                       .tag = kTag,
                       .request_schema = std::string(kMessages),
                       .reply_schema = kMessage,
                       .events = "The answer; with `stream` as events from "
                                 "message_start to message_stop.",
                       .parameters = std::move(parameters),
                       .failures = {400, 401, 403, 404, 413, 415, 429, 500, 504, 529}}});
}

void add_count(std::vector<Route>& routes, const Ports& ports) {
  routes.push_back({.method = "POST",
                    .pattern = "/v1/messages/count_tokens",
                    .endpoint = std::make_unique<CountTokensEndpoint>(ports.loop, ports.counter),
                    .body = Body::json,
                    .description = {.summary = "Say how many tokens a request would be read as; "
                                               "where its provider cannot be asked, about",
                                    .tag = kTag,
                                    .request_schema = std::string(kCount),
                                    .reply_schema = kCounted,
                                    .parameters = {version_parameter()},
                                    .failures = {400, 401, 404, 413, 415, 429, 500}}});
}

void add_models(std::vector<Route>& routes, const Ports& ports) {
  routes.push_back({.method = "GET",
                    .pattern = "/v1/models",
                    .endpoint = std::make_unique<ListModelsEndpoint>(ports.models),
                    .audience = Audience::anthropic,
                    .description = {.summary = "List the models that can be asked",
                                    .tag = kTag,
                                    .reply_schema = kModels,
                                    .failures = {400, 401}}});
  routes.push_back({.method = "GET",
                    .pattern = "/v1/models/{id*}",
                    .endpoint = std::make_unique<ShowModelEndpoint>(ports.models),
                    .audience = Audience::anthropic,
                    .description = {.summary = "Show one model",
                                    .tag = kTag,
                                    .reply_schema = kModel,
                                    .failures = {401, 404}}});
}

}  // namespace

void add_routes(std::vector<Route>& routes, Ports ports) {
  add_messages(routes, ports);
  add_count(routes, ports);
  add_models(routes, ports);
}

}  // namespace quorum::api::anthropic
