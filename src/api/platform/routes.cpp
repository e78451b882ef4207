#include "api/platform/routes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api/platform/chat_endpoint.hpp"
#include "api/platform/debate_start.hpp"
#include "api/platform/models_endpoint.hpp"
#include "json/writer.hpp"

namespace quorum::api::platform {
namespace {

constexpr std::string_view kTag = "platform";

constexpr std::string_view kMessages = R"({"type":"array","minItems":1,"items":{"type":"object",
"required":["role","content"],"properties":{"role":{"enum":["user","assistant","system"]},
"content":{"type":"string","minLength":1}}}})";

constexpr std::string_view kChatReply = R"({"type":"object",
"required":["content","finish_reason","model","usage"],"properties":{"content":{"type":"string"},
"finish_reason":{"type":"string"},"model":{"type":"string"},"usage":{"type":"object",
"required":["prompt_tokens","completion_tokens","total_tokens"],
"properties":{"prompt_tokens":{"type":"integer"},"completion_tokens":{"type":"integer"},
"total_tokens":{"type":"integer"}}}}})";

constexpr std::string_view kHealth = R"({"type":"object",
"required":["status","version","openai_configured"],"properties":{"status":{"const":"healthy"},
"version":{"type":"string"},"openai_configured":{"type":"boolean"},
"trouble":{"type":"array","items":{"enum":["request_log"]}}}})";

constexpr std::string_view kModels = R"({"type":"object","required":["models"],
"properties":{"models":{"type":"array","items":{"type":"object",
"required":["id","provider","streaming"],"properties":{"id":{"type":"string"},
"provider":{"type":"string"},"streaming":{"type":"boolean"}}}}}})";

constexpr std::string_view kStart = R"({"type":"object","required":["topic","participants"],
"properties":{"topic":{"type":"string","minLength":1},
"participants":{"type":"array","minItems":2,"maxItems":8,"items":{"type":"object",
"required":["provider","model"],"properties":{"provider":{"type":"string"},
"model":{"type":"string"},"name":{"type":"string"},"persona":{"type":"string"},
"position":{"type":"string"}}}},
"max_rounds":{"type":"integer","minimum":1,"maximum":10,"default":5}}})";

constexpr std::string_view kHistory = R"({"type":"object",
"required":["topic","debate_id","history","verdict"],"properties":{"topic":{"type":"string"},
"debate_id":{"type":"string"},"history":{"type":"array","items":{"type":"object",
"required":["round","responses"],"properties":{"round":{"type":"integer"},
"responses":{"type":"array","items":{"type":"object",
"required":["participant","content","usage"]}}}}},"verdict":{"type":["object","null"]}}})";

constexpr std::string_view kStreamRequest = R"({"type":"object","required":["messages"],
"properties":{"messages":{"type":"array","minItems":1,"items":{"type":"object",
"required":["role","content"],"properties":{"role":{"enum":["user","assistant","system"]},
"content":{"type":"string","minLength":1}}}}}})";

constexpr std::string_view kEstimate = R"({"type":"object",
"required":["provider","model","tokens","method","estimated_cost_usd"],"properties":{
"provider":{"type":"string"},"model":{"type":"string"},"tokens":{"type":"integer"},
"method":{"type":"string"},"estimated_cost_usd":{"type":["number","null"]}}})";

/// With the limits of this configuration in it.
std::string chat_schema(const Config& config) {
  std::string model;
  json::append_string(model, config.default_model);
  return fmt::format(R"({{"type":"object","required":["messages"],"properties":{{"messages":{},
"model":{{"type":"string","default":{}}},
"temperature":{{"type":"number","minimum":0,"maximum":2,"default":0.7}},
"max_tokens":{{"type":"integer","minimum":1,"maximum":{},"default":{}}},
"stream":{{"type":"boolean","default":true}}}}}})",
                     kMessages, model, config.tokens_max_limit,
                     std::min(kTokensDefault, config.tokens_max_limit));
}

}  // namespace

void add_routes(std::vector<Route>& routes, Ports ports, const Config& config) {
  routes.push_back({.method = "POST",
                    .pattern = "/api/v1/chat/completions",
                    .endpoint = std::make_unique<ChatEndpoint>(ports.loop, ports.backend, config),
                    .body = Body::json,
                    .description = {.summary = "Ask a model; streams unless told otherwise",
                                    .tag = kTag,
                                    .request_schema = chat_schema(config),
                                    .reply_schema = kChatReply,
                                    .events = "The whole answer, or the events `message` …, then "
                                              "`done`, or `error` and no `done`.",
                                    .failures = {400, 401, 413, 415, 422, 429, 500, 504}}});
  routes.push_back(
      {.method = "GET",
       .pattern = "/api/v1/models",
       .endpoint = std::make_unique<ModelsEndpoint>(ports.models),
       .description = {
           .summary = "List the models that can be asked", .tag = kTag, .reply_schema = kModels}});
  routes.push_back(
      {.method = "GET",
       .pattern = "/health",
       .endpoint = std::make_unique<HealthEndpoint>(config),
       .access = Access::open,
       .description = {
           .summary = "Say that the server lives", .tag = kTag, .reply_schema = kHealth}});
  routes.push_back(
      {.method = "POST",
       .pattern = "/debate/start",
       .endpoint = std::make_unique<DebateStartEndpoint>(ports.loop, ports.debates, ports.models),
       .body = Body::json,
       .description = {.summary = "Hold a whole debate and answer with all of it",
                       .tag = kTag,
                       .request_schema = std::string(kStart),
                       .reply_schema = kHistory,
                       .failures = {400, 401, 413, 415, 422, 429, 500, 504}}});
  routes.push_back(
      {.method = "POST",
       .pattern = "/debate/stream",
       .endpoint = std::make_unique<DebateStreamEndpoint>(ports.loop, ports.backend, ports.models),
       .body = Body::json,
       .answer = Answer::events,
       .description = {.summary = "Stream one model's answer",
                       .tag = kTag,
                       .request_schema = std::string(kStreamRequest),
                       .reply_schema = R"({"type":"string"})",
                       .reply_type = "text/event-stream",
                       .parameters = {{.name = "provider", .is_required = true},
                                      {.name = "model", .is_required = true}},
                       .failures = {400, 401, 413, 415, 422, 429, 500, 504}}});
  routes.push_back({.method = "GET",
                    .pattern = "/cost/estimate",
                    .endpoint = std::make_unique<CostEndpoint>(std::move(ports.estimator)),
                    .description = {.summary = "Estimate what a text would cost a model to read",
                                    .tag = kTag,
                                    .reply_schema = kEstimate,
                                    .parameters = {{.name = "provider", .is_required = true},
                                                   {.name = "model", .is_required = true},
                                                   {.name = "text", .is_required = true}},
                                    .failures = {422}}});
}

}  // namespace quorum::api::platform
