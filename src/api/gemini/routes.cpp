#include "api/gemini/routes.hpp"

#include <array>
#include <memory>
#include <string>
#include <utility>

#include "api/gemini/count_endpoint.hpp"
#include "api/gemini/embed_endpoint.hpp"
#include "api/gemini/generate_endpoint.hpp"
#include "api/gemini/models_endpoint.hpp"

namespace quorum::api::gemini {
namespace {

constexpr std::string_view kTag = "gemini";

constexpr std::string_view kGenerate = R"({"type":"object","required":["contents"],
"description":"As Google's generateContent; fields unknown here are passed on as they are.",
"properties":{"contents":{"type":"array","minItems":1},"systemInstruction":{},
"tools":{"type":"array"},"toolConfig":{"type":"object"},"generationConfig":{"type":"object"},
"safetySettings":{"type":"array"}}})";

constexpr std::string_view kGenerated = R"({"type":"object","properties":{
"candidates":{"type":"array","items":{"type":"object"}},"promptFeedback":{"type":"object"},
"usageMetadata":{"type":"object"},"modelVersion":{"type":"string"},
"responseId":{"type":"string"}}})";

constexpr std::string_view kStreamed = R"({"type":"array","items":{"type":"object"}})";

constexpr std::string_view kCount = R"({"type":"object","properties":{
"contents":{"type":"array"},"generateContentRequest":{"type":"object"}}})";

constexpr std::string_view kCounted = R"({"type":"object","required":["totalTokens"],
"properties":{"totalTokens":{"type":"integer"},"cachedContentTokenCount":{"type":"integer"}}})";

constexpr std::string_view kEmbed = R"({"type":"object","required":["content"],
"properties":{"content":{"type":"object","required":["parts"]},"taskType":{"type":"string"},
"outputDimensionality":{"type":"integer","minimum":1}}})";

constexpr std::string_view kEmbedded = R"({"type":"object","required":["embedding"],
"properties":{"embedding":{"type":"object","required":["values"]}}})";

constexpr std::string_view kBatch = R"({"type":"object","required":["requests"],
"properties":{"requests":{"type":"array","minItems":1}}})";

constexpr std::string_view kBatched = R"({"type":"object","required":["embeddings"],
"properties":{"embeddings":{"type":"array","items":{"type":"object","required":["values"]}}}})";

constexpr std::string_view kModel = R"({"type":"object","required":["name"],"properties":{
"name":{"type":"string"},"displayName":{"type":"string"},"inputTokenLimit":{"type":"integer"},
"outputTokenLimit":{"type":"integer"}}})";

constexpr std::string_view kModels = R"({"type":"object","required":["models"],"properties":{
"models":{"type":"array","items":{"type":"object"}},"nextPageToken":{"type":"string"}}})";

constexpr std::array<std::string_view, 2> kRoots{"/v1beta", "/v1"};

/// What a verb takes and gives, as the documentation shows it.
struct Verb {
  std::string_view name;
  std::string_view summary;
  std::string_view request;
  std::string_view reply;
};

class Adder {
 public:
  Adder(std::vector<Route>& routes, const Ports& ports, std::string_view root)
      : routes_(routes), ports_(ports), root_(root) {}

  void add_all() {
    add_chats();
    add_services();
    add_models();
  }

 private:
  std::string at(std::string_view path) const { return std::string(root_) + std::string(path); }

  Description& add_verb(const Verb& verb, std::unique_ptr<Endpoint> endpoint) {
    routes_.push_back(
        {.method = "POST",
         .pattern = at("/models/{model*}:") + std::string(verb.name),
         .endpoint = std::move(endpoint),
         .body = Body::json,
         .description = {.summary = verb.summary,
                         .tag = kTag,
                         .request_schema = std::string(verb.request),
                         .reply_schema = verb.reply,
                         .failures = {400, 401, 403, 404, 413, 415, 429, 500, 503, 504}}});
    return routes_.back().description;
  }

  void add_chats() {
    const auto endpoint = [&](GenerateEndpoint::Delivery delivery) {
      return std::make_unique<GenerateEndpoint>(ports_.loop, ports_.backend, delivery);
    };
    add_verb({"generateContent", "Ask a model in Google's spelling", kGenerate, kGenerated},
             endpoint(GenerateEndpoint::Delivery::whole))
        .parameters = note_parameters();
    auto& streamed =
        add_verb({"streamGenerateContent", "Ask a model and have its answer piece by piece",
                  kGenerate, kStreamed},
                 endpoint(GenerateEndpoint::Delivery::streamed));
    streamed.events = "One array that arrives element by element; with `alt=sse` as events.";
    streamed.parameters = note_parameters();
    streamed.parameters.push_back({.name = "alt", .schema = R"({"enum":["sse","json"]})"});
  }

  void add_services() {
    add_verb({"countTokens", "Say how many tokens a request would be read as", kCount, kCounted},
             std::make_unique<CountTokensEndpoint>(ports_.loop, ports_.counter));
    const auto endpoint = [&](EmbedEndpoint::Form form) {
      return std::make_unique<EmbedEndpoint>(ports_.loop, ports_.embedder, form);
    };
    add_verb({"embedContent", "Turn a text into a vector", kEmbed, kEmbedded},
             endpoint(EmbedEndpoint::Form::one));
    add_verb({"batchEmbedContents", "Turn texts into vectors", kBatch, kBatched},
             endpoint(EmbedEndpoint::Form::batch));
  }

  void add_models() {
    const auto only_for = root_ == "/v1" ? std::optional(Audience::gemini) : std::nullopt;
    routes_.push_back(
        {.method = "GET",
         .pattern = at("/models"),
         .endpoint = std::make_unique<ListModelsEndpoint>(ports_.models),
         .audience = only_for,
         .description = {.summary = "List the models that can be asked",
                         .tag = kTag,
                         .reply_schema = kModels,
                         .parameters = {{.name = "pageSize", .schema = R"({"type":"integer"})"},
                                        {.name = "pageToken"}},
                         .failures = {400}}});
    routes_.push_back({.method = "GET",
                       .pattern = at("/models/{id*}"),
                       .endpoint = std::make_unique<ShowModelEndpoint>(ports_.models),
                       .audience = only_for,
                       .description = {.summary = "Show one model; its name may contain slashes",
                                       .tag = kTag,
                                       .reply_schema = kModel,
                                       .failures = {401, 404}}});
  }

  std::vector<Route>& routes_;
  const Ports& ports_;
  std::string_view root_;
};

}  // namespace

void add_routes(std::vector<Route>& routes, Ports ports) {
  for (const auto root : kRoots) Adder(routes, ports, root).add_all();
}

}  // namespace quorum::api::gemini
