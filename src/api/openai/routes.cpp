#include "api/openai/routes.hpp"

#include "api/chat_endpoint.hpp"
#include "api/openai/models_endpoint.hpp"
#include "dialects/openai_chat/face.hpp"

namespace quorum::api::openai {
namespace {

constexpr std::string_view kTag = "openai";

constexpr std::string_view kRequest = R"({"type":"object","required":["model","messages"],
"description":"As OpenAI's chat completions; fields unknown here are passed on as they are.",
"properties":{"model":{"type":"string","examples":["gpt-4","local/smollm2-135m","debate/default"]},
"messages":{"type":"array","minItems":1,"items":{"type":"object","required":["role"],
"properties":{"role":{"enum":["developer","system","user","assistant","tool","function"]},
"content":{}}}},
"stream":{"type":["boolean","null"],"default":false},
"stream_options":{"type":["object","null"],"properties":{"include_usage":{"type":"boolean"}}},
"temperature":{"type":["number","null"]},
"max_tokens":{"type":["integer","null"]},
"max_completion_tokens":{"type":["integer","null"]}}})";

constexpr std::string_view kReply = R"({"type":"object",
"required":["id","object","created","model","choices"],"properties":{"id":{"type":"string"},
"object":{"const":"chat.completion"},"created":{"type":"integer"},"model":{"type":"string"},
"choices":{"type":"array","items":{"type":"object"}},"usage":{"type":"object"},
"quorum":{"type":"object","description":"Of a debate: its id and its verdict."}}})";

constexpr std::string_view kModel = R"({"type":"object",
"required":["id","object","created","owned_by"],"properties":{"id":{"type":"string"},
"object":{"const":"model"},"created":{"type":"integer"},"owned_by":{"type":"string"}}})";

constexpr std::string_view kModels = R"({"type":"object","required":["object","data"],
"properties":{"object":{"const":"list"},"data":{"type":"array","items":{"type":"object",
"required":["id","object","created","owned_by"],"properties":{"id":{"type":"string"},
"object":{"const":"model"},"created":{"type":"integer"},"owned_by":{"type":"string"}}}}}})";

}  // namespace

void add_routes(std::vector<Route>& routes, async::Loop& loop, llm::ChatBackend& backend,
                const llm::Models& models) {
  routes.push_back(
      {.method = "POST",
       .pattern = "/v1/chat/completions",
       .endpoint = std::make_unique<ChatEndpoint>(loop, backend, openai_chat::face()),
       .body = Body::json,
       .description = {.summary = "Ask a model, or a whole debate, in OpenAI's spelling",
                       .tag = kTag,
                       .request_schema = std::string(kRequest),
                       .reply_schema = kReply,
                       .events = "The answer; with `stream` as chat.completion.chunk events that "
                                 "end with [DONE].",
                       .failures = {400, 401, 403, 404, 413, 415, 429, 502, 503, 504}}});
  routes.push_back(
      {.method = "GET",
       .pattern = "/v1/models",
       .endpoint = std::make_unique<ListModelsEndpoint>(models),
       .description = {
           .summary = "List the models that can be asked", .tag = kTag, .reply_schema = kModels}});
  routes.push_back({.method = "GET",
                    .pattern = "/v1/models/{id*}",
                    .endpoint = std::make_unique<ShowModelEndpoint>(models),
                    .description = {.summary = "Show one model; its name may contain slashes",
                                    .tag = kTag,
                                    .reply_schema = kModel,
                                    .failures = {401, 404}}});
}

}  // namespace quorum::api::openai
