#include "api/openai/routes.hpp"

#include <array>
#include <memory>
#include <string>
#include <utility>

#include "api/chat_endpoint.hpp"
#include "api/openai/deployment.hpp"
#include "api/openai/embeddings_endpoint.hpp"
#include "api/openai/models_endpoint.hpp"
#include "api/openai/response_routes.hpp"
#include "dialects/openai_chat/face.hpp"
#include "dialects/openai_completions/face.hpp"

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

constexpr std::string_view kPrompt = R"({"type":"object","required":["model","prompt"],
"description":"As OpenAI's completions from before there were chats.",
"properties":{"model":{"type":"string"},"prompt":{"anyOf":[{"type":"string"},{"type":"array"}]},
"suffix":{"type":["string","null"]},"stream":{"type":["boolean","null"],"default":false},
"max_tokens":{"type":["integer","null"]},"temperature":{"type":["number","null"]}}})";

constexpr std::string_view kCompletion = R"({"type":"object",
"required":["id","object","created","model","choices"],"properties":{"id":{"type":"string"},
"object":{"const":"text_completion"},"created":{"type":"integer"},"model":{"type":"string"},
"choices":{"type":"array","items":{"type":"object"}},"usage":{"type":"object"}}})";

constexpr std::string_view kModel = R"({"type":"object",
"required":["id","object","created","owned_by"],"properties":{"id":{"type":"string"},
"object":{"const":"model"},"created":{"type":"integer"},"owned_by":{"type":"string"}}})";

constexpr std::string_view kModels = R"({"type":"object","required":["object","data"],
"properties":{"object":{"const":"list"},"data":{"type":"array","items":{"type":"object",
"required":["id","object","created","owned_by"],"properties":{"id":{"type":"string"},
"object":{"const":"model"},"created":{"type":"integer"},"owned_by":{"type":"string"}}}}}})";

constexpr std::string_view kEmbeddings = R"({"type":"object","required":["model","input"],
"properties":{"model":{"type":"string"},"input":{"anyOf":[{"type":"string"},{"type":"array",
"minItems":1,"items":{"type":["string","integer","array"]}}]},
"dimensions":{"type":["integer","null"],"minimum":1},
"encoding_format":{"enum":["float","base64",null]},"user":{"type":["string","null"]}}})";

constexpr std::string_view kVectors = R"({"type":"object",
"required":["object","data","model","usage"],"properties":{"object":{"const":"list"},
"data":{"type":"array","items":{"type":"object","required":["object","index","embedding"],
"properties":{"object":{"const":"embedding"},"index":{"type":"integer"},
"embedding":{"type":["array","string"]}}}},"model":{"type":"string"},
"usage":{"type":"object","required":["prompt_tokens","total_tokens"],
"properties":{"prompt_tokens":{"type":"integer"},"total_tokens":{"type":"integer"}}}}})";

constexpr std::array<std::string_view, 4> kRoots{"/v1", "", "/openai/v1", "/openai"};
constexpr std::array<std::string_view, 2> kDeployments{"/openai/deployments/{model*}",
                                                       "/engines/{model*}"};

std::string joined(std::string_view root, std::string_view path) {
  return std::string(root) + std::string(path);
}

Description described_chat() {
  return {.summary = "Ask a model, or a whole debate, in OpenAI's spelling",
          .tag = kTag,
          .request_schema = std::string(kRequest),
          .reply_schema = kReply,
          .events =
              "The answer; with `stream` as chat.completion.chunk events that end with "
              "[DONE].",
          .parameters = note_parameters(),
          .failures = {400, 401, 403, 404, 413, 415, 429, 502, 503, 504}};
}

Description described_completions() {
  return {.summary = "Have a text continued, in OpenAI's old spelling",
          .tag = kTag,
          .request_schema = std::string(kPrompt),
          .reply_schema = kCompletion,
          .events = "The answer; with `stream` as text_completion events that end with [DONE].",
          .parameters = note_parameters(),
          .failures = {400, 401, 403, 404, 413, 415, 429, 502, 503, 504}};
}

Description described_embeddings() {
  return {.summary = "Turn texts into vectors",
          .tag = kTag,
          .request_schema = std::string(kEmbeddings),
          .reply_schema = kVectors,
          .failures = {400, 401, 403, 404, 413, 415, 429, 502, 503, 504}};
}

void add_post(std::vector<Route>& routes, std::string pattern, std::unique_ptr<Endpoint> endpoint,
              Description description) {
  routes.push_back({.method = "POST",
                    .pattern = std::move(pattern),
                    .endpoint = std::move(endpoint),
                    .body = Body::json,
                    .description = std::move(description)});
}

/// Both kinds, by what `Made` makes of a face.
template <typename Made>
void add_chats(std::vector<Route>& routes, std::string_view root, const Ports& ports) {
  const auto endpoint = [&](const dialects::Face& face) {
    return std::make_unique<Made>(ports.loop, ports.backend, face);
  };
  add_post(routes, joined(root, "/chat/completions"), endpoint(openai_chat::face()),
           described_chat());
  add_post(routes, joined(root, "/completions"), endpoint(openai_completions::face()),
           described_completions());
}

void add_embeddings(std::vector<Route>& routes, std::string_view root, const Ports& ports) {
  add_post(routes, joined(root, "/embeddings"),
           std::make_unique<EmbeddingsEndpoint>(ports.loop, ports.embedder),
           described_embeddings());
}

void add_models(std::vector<Route>& routes, std::string_view root, const Ports& ports) {
  routes.push_back(
      {.method = "GET",
       .pattern = joined(root, "/models"),
       .endpoint = std::make_unique<ListModelsEndpoint>(ports.models),
       .description = {
           .summary = "List the models that can be asked", .tag = kTag, .reply_schema = kModels}});
  routes.push_back({.method = "GET",
                    .pattern = joined(root, "/models/{id*}"),
                    .endpoint = std::make_unique<ShowModelEndpoint>(ports.models),
                    .description = {.summary = "Show one model; its name may contain slashes",
                                    .tag = kTag,
                                    .reply_schema = kModel,
                                    .failures = {401, 404}}});
}

/// Where the path holds the model, no body needs one.
void ask_for_no_model(std::string& schema) {
  constexpr std::string_view kBoth = R"("required":["model",)";
  const auto at = schema.find(kBoth);
  if (at != schema.npos) schema.replace(at, kBoth.size(), R"("required":[)");
}

}  // namespace

void add_routes(std::vector<Route>& routes, Ports ports) {
  for (const auto root : kRoots) {
    add_chats<ChatEndpoint>(routes, root, ports);
    add_embeddings(routes, root, ports);
    add_response_routes(routes, root, ports);
    add_models(routes, root, ports);
  }
  for (const auto root : kDeployments) {
    const auto first = static_cast<std::ptrdiff_t>(routes.size());
    add_chats<DeploymentEndpoint>(routes, root, ports);
    add_embeddings(routes, root, ports);
    for (auto route = routes.begin() + first; route != routes.end(); ++route) {
      ask_for_no_model(route->description.request_schema);
    }
  }
}

}  // namespace quorum::api::openai
