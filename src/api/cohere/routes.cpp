#include "api/cohere/routes.hpp"

#include <memory>
#include <string>

#include "api/chat_endpoint.hpp"
#include "api/cohere/embed_endpoint.hpp"
#include "api/cohere/models_endpoint.hpp"
#include "dialects/cohere/face.hpp"

namespace quorum::api::cohere {
namespace {

constexpr std::string_view kTag = "cohere";

constexpr std::string_view kChat = R"({"type":"object","required":["model","messages"],
"description":"As Cohere's v2 chat; fields unknown here are passed on.",
"properties":{"model":{"type":"string","examples":["command-a-03-2025","openai/gpt-4o"]},
"messages":{"type":"array","minItems":1,"items":{"type":"object","required":["role"],
"properties":{"role":{"enum":["user","assistant","system","tool"]},"content":{}}}},
"stream":{"type":"boolean","default":false},"tools":{"type":"array"},
"tool_choice":{"enum":["REQUIRED","NONE"]},"documents":{"type":"array"},
"response_format":{"type":"object"},"thinking":{"type":"object"}}})";

constexpr std::string_view kReply = R"({"type":"object",
"required":["id","finish_reason","message"],"properties":{"id":{"type":"string"},
"finish_reason":{"type":"string"},"message":{"type":"object","required":["role"],
"properties":{"role":{"const":"assistant"},"content":{"type":"array"},
"tool_calls":{"type":"array"},"citations":{"type":"array"}}},"usage":{"type":"object"}}})";

constexpr std::string_view kEmbed = R"({"type":"object","required":["model"],
"properties":{"model":{"type":"string"},"texts":{"type":"array","items":{"type":"string"}},
"inputs":{"type":"array"},"input_type":{"type":"string"},
"embedding_types":{"type":"array","items":{"type":"string"}},
"output_dimension":{"type":"integer","minimum":1}}})";

constexpr std::string_view kEmbedded = R"({"type":"object","required":["id","embeddings"],
"properties":{"id":{"type":"string"},"embeddings":{"type":"object"},
"texts":{"type":"array","items":{"type":"string"}},"meta":{"type":"object"}}})";

constexpr std::string_view kModel = R"({"type":"object","required":["name","endpoints"],
"properties":{"name":{"type":"string"},"endpoints":{"type":"array","items":{"type":"string"}},
"context_length":{"type":"integer"}}})";

constexpr std::string_view kModels = R"({"type":"object","required":["models"],
"properties":{"models":{"type":"array","items":{"type":"object"}},
"next_page_token":{"type":"string"}}})";

void add_chat(std::vector<Route>& routes, const Ports& ports) {
  routes.push_back(
      {.method = "POST",
       .pattern = "/v2/chat",
       .endpoint =
           std::make_unique<ChatEndpoint>(ports.loop, ports.backend, quorum::cohere::face()),
       .body = Body::json,
       .description = {.summary = "Ask a model in Cohere's spelling",
                       .tag = kTag,
                       .request_schema = std::string(kChat),
                       .reply_schema = kReply,
                       .events = "The answer; with `stream` as events from message-start to "
                                 "message-end.",
                       .parameters = note_parameters(),
                       .failures = {400, 401, 402, 403, 404, 413, 415, 429, 502, 503, 504}}});
}

void add_embed(std::vector<Route>& routes, const Ports& ports) {
  routes.push_back({.method = "POST",
                    .pattern = "/v2/embed",
                    .endpoint = std::make_unique<EmbedEndpoint>(ports.loop, ports.embedder),
                    .body = Body::json,
                    .description = {.summary = "Turn texts into vectors, in Cohere's spelling",
                                    .tag = kTag,
                                    .request_schema = std::string(kEmbed),
                                    .reply_schema = kEmbedded,
                                    .failures = {400, 401, 404, 413, 415, 429, 502, 503, 504}}});
}

void add_models(std::vector<Route>& routes, const Ports& ports) {
  const Parameter maker{.name = "x-fern-sdk-name",
                        .in = "header",
                        .description = "As Cohere's own clients send it: `cohere`, `cohere-ai`."};
  routes.push_back({.method = "GET",
                    .pattern = "/v1/models",
                    .endpoint = std::make_unique<ListModelsEndpoint>(ports.models),
                    .audience = Audience::cohere,
                    .description = {.summary = "List the models that can be asked",
                                    .tag = kTag,
                                    .reply_schema = kModels,
                                    .parameters = {maker,
                                                   {.name = "page_size"},
                                                   {.name = "page_token"},
                                                   {.name = "endpoint"}},
                                    .failures = {400, 401}}});
  routes.push_back({.method = "GET",
                    .pattern = "/v1/models/{id*}",
                    .endpoint = std::make_unique<ShowModelEndpoint>(ports.models),
                    .audience = Audience::cohere,
                    .description = {.summary = "Show one model",
                                    .tag = kTag,
                                    .reply_schema = kModel,
                                    .parameters = {maker},
                                    .failures = {401, 404}}});
}

}  // namespace

void add_routes(std::vector<Route>& routes, Ports ports) {
  add_chat(routes, ports);
  add_embed(routes, ports);
  add_models(routes, ports);
}

}  // namespace quorum::api::cohere
