#include "api/ollama/routes.hpp"

#include <memory>
#include <string>
#include <utility>

#include "api/ollama/chat_endpoint.hpp"
#include "api/ollama/embed_endpoint.hpp"
#include "api/ollama/models_endpoint.hpp"

namespace quorum::api::ollama {
namespace {

constexpr std::string_view kTag = "ollama";

constexpr std::string_view kChat = R"({"type":"object","required":["model"],
"description":"As Ollama's; without messages it only asks whether the model is there.",
"properties":{"model":{"type":"string"},"messages":{"type":"array","items":{"type":"object",
"required":["role"]}},"tools":{"type":"array"},"format":{},"options":{"type":"object"},
"think":{"type":["boolean","string"]},"stream":{"type":"boolean","default":true}}})";

constexpr std::string_view kGenerate = R"({"type":"object","required":["model"],
"properties":{"model":{"type":"string"},"prompt":{"type":"string"},"system":{"type":"string"},
"images":{"type":"array","items":{"type":"string"}},"format":{},"options":{"type":"object"},
"think":{"type":["boolean","string"]},"stream":{"type":"boolean","default":true}}})";

constexpr std::string_view kChatReply = R"({"type":"object",
"required":["model","created_at","message","done"],"properties":{"model":{"type":"string"},
"created_at":{"type":"string"},"message":{"type":"object"},"done":{"type":"boolean"},
"done_reason":{"type":"string"},"prompt_eval_count":{"type":"integer"},
"eval_count":{"type":"integer"}}})";

constexpr std::string_view kGenerateReply = R"({"type":"object",
"required":["model","created_at","response","done"],"properties":{"model":{"type":"string"},
"created_at":{"type":"string"},"response":{"type":"string"},"done":{"type":"boolean"},
"done_reason":{"type":"string"},"prompt_eval_count":{"type":"integer"},
"eval_count":{"type":"integer"}}})";

constexpr std::string_view kModels = R"({"type":"object","required":["models"],
"properties":{"models":{"type":"array","items":{"type":"object","required":["name","model"],
"properties":{"name":{"type":"string"},"model":{"type":"string"}}}}}})";

constexpr std::string_view kShow = R"({"type":"object","required":["model"],
"properties":{"model":{"type":"string"}}})";

constexpr std::string_view kShown = R"({"type":"object",
"required":["details","model_info","capabilities"],"properties":{"details":{"type":"object"},
"model_info":{"type":"object"},"capabilities":{"type":"array","items":{"type":"string"}}}})";

constexpr std::string_view kVersion = R"({"type":"object","required":["version"],
"properties":{"version":{"type":"string"}}})";

constexpr std::string_view kEmbed = R"({"type":"object","required":["model","input"],
"properties":{"model":{"type":"string"},"input":{"anyOf":[{"type":"string"},{"type":"array",
"items":{"type":"string"}}]},"dimensions":{"type":"integer","minimum":1}}})";

constexpr std::string_view kEmbedded = R"({"type":"object","required":["model","embeddings"],
"properties":{"model":{"type":"string"},"embeddings":{"type":"array"},
"prompt_eval_count":{"type":"integer"}}})";

constexpr std::string_view kEmbedOld = R"({"type":"object","required":["model","prompt"],
"properties":{"model":{"type":"string"},"prompt":{"type":"string"}}})";

constexpr std::string_view kEmbeddedOld = R"({"type":"object","required":["embedding"],
"properties":{"embedding":{"type":"array","items":{"type":"number"}}}})";

/// What is posted and what comes back, as the documentation shows them.
struct Schemas {
  std::string_view request;
  std::string_view reply;
};

void add_post(std::vector<Route>& routes, std::string pattern, std::unique_ptr<Endpoint> endpoint,
              std::string_view summary, Schemas schemas) {
  routes.push_back(
      {.method = "POST",
       .pattern = std::move(pattern),
       .endpoint = std::move(endpoint),
       .body = Body::json_of_any_type,
       .description = {.summary = summary,
                       .tag = kTag,
                       .request_schema = std::string(schemas.request),
                       .reply_schema = schemas.reply,
                       .failures = {400, 401, 403, 404, 413, 415, 429, 502, 503, 504}}});
}

void add_get(std::vector<Route>& routes, std::string pattern, std::unique_ptr<Endpoint> endpoint,
             std::string_view summary, std::string_view reply) {
  routes.push_back({.method = "GET",
                    .pattern = std::move(pattern),
                    .endpoint = std::move(endpoint),
                    .description = {.summary = summary, .tag = kTag, .reply_schema = reply}});
}

void add_chats(std::vector<Route>& routes, const Ports& ports) {
  const auto endpoint = [&](quorum::ollama::Endpoint which) {
    return std::make_unique<OllamaChatEndpoint>(ports.loop, ports.backend, ports.models, which);
  };
  const auto say_how_it_streams = [&] {
    auto& description = routes.back().description;
    description.events = "The answer; unless `stream` is false, a line for every piece of it.";
    description.events_type = "application/x-ndjson";
    description.parameters = note_parameters();
  };
  add_post(routes, "/api/chat", endpoint(quorum::ollama::Endpoint::chat),
           "Ask a model in Ollama's spelling", {.request = kChat, .reply = kChatReply});
  say_how_it_streams();
  add_post(routes, "/api/generate", endpoint(quorum::ollama::Endpoint::generate),
           "Have a text continued, in Ollama's spelling",
           {.request = kGenerate, .reply = kGenerateReply});
  say_how_it_streams();
}

void add_embeds(std::vector<Route>& routes, const Ports& ports) {
  const auto endpoint = [&](quorum::ollama::EmbedEndpoint which) {
    return std::make_unique<EmbedEndpoint>(ports.loop, ports.embedder, ports.models, which);
  };
  add_post(routes, "/api/embed", endpoint(quorum::ollama::EmbedEndpoint::embed),
           "Turn texts into vectors", {.request = kEmbed, .reply = kEmbedded});
  add_post(routes, "/api/embeddings", endpoint(quorum::ollama::EmbedEndpoint::embeddings),
           "Turn one text into a vector", {.request = kEmbedOld, .reply = kEmbeddedOld});
}

}  // namespace

void add_routes(std::vector<Route>& routes, Ports ports) {
  add_chats(routes, ports);
  add_embeds(routes, ports);
  add_get(routes, "/api/tags", std::make_unique<TagsEndpoint>(ports.models),
          "List the models that can be asked", kModels);
  add_get(routes, "/api/ps", std::make_unique<RunningEndpoint>(),
          "List the models in memory: none is told", kModels);
  add_get(routes, "/api/version", std::make_unique<VersionEndpoint>(),
          "The version of Ollama whose API this is", kVersion);
  add_post(routes, "/api/show", std::make_unique<ShowEndpoint>(ports.models), "Show one model",
           {.request = kShow, .reply = kShown});
}

}  // namespace quorum::api::ollama
