#include "api/openai/response_routes.hpp"

#include <memory>
#include <string>
#include <utility>

#include "api/openai/input_tokens_endpoint.hpp"
#include "api/openai/responses_endpoint.hpp"
#include "api/openai/stored_responses.hpp"

namespace quorum::api::openai {
namespace {

constexpr std::string_view kTag = "openai";

constexpr std::string_view kRequest = R"({"type":"object","required":["model"],
"description":"As OpenAI's responses; fields unknown here are passed on as they are.",
"properties":{"model":{"type":"string","examples":["gpt-4","local/smollm2-135m","debate/default"]},
"input":{"anyOf":[{"type":"string"},{"type":"array","items":{"type":"object"}}]},
"instructions":{"type":["string","null"]},
"previous_response_id":{"type":["string","null"],
"description":"Of any model's answer that was kept here."},
"store":{"type":["boolean","null"],"default":true},
"stream":{"type":["boolean","null"],"default":false},
"background":{"enum":[false,null]},
"tools":{"type":["array","null"],"items":{"type":"object"}},
"max_output_tokens":{"type":["integer","null"]},"temperature":{"type":["number","null"]}}})";

constexpr std::string_view kReply = R"({"type":"object",
"required":["id","object","created_at","status","model","output"],"properties":{
"id":{"type":"string"},"object":{"const":"response"},"created_at":{"type":"number"},
"status":{"enum":["completed","incomplete","failed","in_progress"]},"model":{"type":"string"},
"output":{"type":"array","items":{"type":"object"}},"usage":{"type":"object"},
"quorum":{"type":"object","description":"Of a debate: its id and its verdict."}}})";

constexpr std::string_view kDeleted = R"({"type":"object","required":["id","object","deleted"],
"properties":{"id":{"type":"string"},"object":{"const":"response"},"deleted":{"const":true}}})";

constexpr std::string_view kItems = R"({"type":"object",
"required":["object","data","first_id","last_id","has_more"],"properties":{
"object":{"const":"list"},"data":{"type":"array","items":{"type":"object"}},
"first_id":{"type":"string"},"last_id":{"type":"string"},"has_more":{"type":"boolean"}}})";

constexpr std::string_view kCount = R"({"type":"object","required":["object","input_tokens"],
"properties":{"object":{"const":"response.input_tokens"},"input_tokens":{"type":"integer"},
"is_estimate":{"const":true}}})";

Description described_answer() {
  return {.summary = "Ask a model, or a whole debate, by OpenAI's Responses API",
          .tag = kTag,
          .request_schema = std::string(kRequest),
          .reply_schema = kReply,
          .events =
              "The answer; with `stream` as its events, the last of which is "
              "response.completed, response.incomplete or response.failed.",
          .parameters = note_parameters(),
          .failures = {400, 401, 403, 404, 413, 415, 429, 502, 503, 504}};
}

template <typename Made>
void add_stored(std::vector<Route>& routes, const Ports& ports, std::string_view method,
                std::string_view pattern, Description description) {
  description.failures = {400, 401, 404};
  routes.push_back({.method = method,
                    .pattern = std::string(pattern),
                    .endpoint = std::make_unique<Made>(ports.loop, ports.responses),
                    .description = std::move(description)});
}

std::vector<Parameter> page_parameters() {
  return {{.name = "limit", .schema = R"({"type":"integer","minimum":1,"maximum":100})"},
          {.name = "order", .schema = R"({"enum":["asc","desc"],"default":"desc"})"},
          {.name = "after", .description = "The id of the last item already seen."}};
}

}  // namespace

void add_response_routes(std::vector<Route>& routes, std::string_view root, const Ports& ports) {
  const auto base = std::string(root) + "/responses";
  routes.push_back(
      {.method = "POST",
       .pattern = base,
       .endpoint = std::make_unique<ResponsesEndpoint>(ports.loop, ports.backend, ports.responses),
       .body = Body::json,
       .description = described_answer()});
  routes.push_back({.method = "POST",
                    .pattern = base + "/input_tokens",
                    .endpoint = std::make_unique<InputTokensEndpoint>(ports.loop, ports.counter,
                                                                      ports.responses),
                    .body = Body::json,
                    .description = {.summary = "Count the tokens of a request",
                                    .tag = kTag,
                                    .request_schema = std::string(kRequest),
                                    .reply_schema = kCount,
                                    .failures = {400, 401, 404, 413, 415, 429, 502, 503, 504}}});
  add_stored<ShowResponseEndpoint>(
      routes, ports, "GET", base + "/{id}",
      {.summary = "Show an answer that was kept", .tag = kTag, .reply_schema = kReply});
  add_stored<DeleteResponseEndpoint>(
      routes, ports, "DELETE", base + "/{id}",
      {.summary = "Delete an answer that was kept", .tag = kTag, .reply_schema = kDeleted});
  add_stored<CancelResponseEndpoint>(routes, ports, "POST", base + "/{id}/cancel",
                                     {.summary = "Cancel an answer; those that are kept have ended",
                                      .tag = kTag,
                                      .reply_schema = kReply});
  add_stored<ListInputItemsEndpoint>(routes, ports, "GET", base + "/{id}/input_items",
                                     {.summary = "List what an answer's model was given",
                                      .tag = kTag,
                                      .reply_schema = kItems,
                                      .parameters = page_parameters()});
}

}  // namespace quorum::api::openai
