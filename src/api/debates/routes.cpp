#include "api/debates/routes.hpp"

#include "api/debates/endpoints.hpp"
#include "api/debates/events_endpoint.hpp"
#include "api/debates/socket_endpoint.hpp"

namespace quorum::api::debates {
namespace {

constexpr std::string_view kTag = "debates";

constexpr std::string_view kRequest = R"({"type":"object","required":["question"],"properties":{
"question":{"type":"string","minLength":1},
"format":{"type":"string","default":"default"},
"seats":{"type":"array","minItems":2,"maxItems":8,"items":{"type":"object","required":["model"],
"properties":{"model":{"type":"string"},"name":{"type":"string"},"position":{"type":"string"},
"persona":{"type":"string"},"system":{"type":"string"},
"max_tokens":{"type":"integer","minimum":1}}}},
"rounds":{"type":"integer","minimum":1,"maximum":10,"default":2},
"judges":{"type":"array","items":{"type":"object","required":["model"],
"properties":{"model":{"type":"string"}}}},
"budget":{"type":"object","properties":{"usd":{"type":"number"},"tokens":{"type":"integer"},
"seconds":{"type":"integer"}}},
"idempotency_key":{"type":"string"}}})";

constexpr std::string_view kStarted = R"({"type":"object",
"required":["id","status","url","events_url"],"properties":{"id":{"type":"string"},
"status":{"type":"string"},"url":{"type":"string"},"events_url":{"type":"string"}}})";

constexpr std::string_view kDebate = R"({"type":"object",
"required":["id","status","question","format","seats","rounds","turns"],"properties":{
"id":{"type":"string"},
"status":{"enum":["running","paused","completed","failed","cancelled"]},
"question":{"type":"string"},"format":{"type":"string"},"seats":{"type":"array"},
"rounds":{"type":"integer"},"created_at":{},"updated_at":{},"usage":{"type":"object"},
"cost_usd":{"type":["number","null"]},"verdict":{"type":["object","null"]},
"turns":{"type":"array"}}})";

constexpr std::string_view kList = R"({"type":"object","required":["data","has_more"],
"properties":{"data":{"type":"array","items":{"type":"object"}},"has_more":{"type":"boolean"}}})";

constexpr std::string_view kMessage = R"({"type":"object","required":["id","event","data"],
"properties":{"id":{"type":"integer","minimum":1},"event":{"type":"string"},
"data":{"type":"object"}}})";

constexpr std::string_view kWhole = R"({"type":"integer","minimum":0})";

template <typename Made, typename... Args>
Route route(std::string_view method, std::string_view pattern, const Description& description,
            Args&&... args) {
  return {.method = method,
          .pattern = std::string(pattern),
          .endpoint = std::make_unique<Made>(std::forward<Args>(args)...),
          .description = description};
}

Description described(std::string_view summary, std::string_view reply, std::vector<int> failures) {
  return {.summary = summary, .tag = kTag, .reply_schema = reply, .failures = std::move(failures)};
}

}  // namespace

void add_routes(std::vector<Route>& routes, async::Loop& loop, debate::Service& debates,
                http::websocket::Compression compression) {
  routes.push_back(route<CreateEndpoint>(
      "POST", "/v1/debates", described("Start a debate", kStarted, {401, 413, 415, 422, 429, 503}),
      loop, debates));
  routes.back().body = Body::json;
  routes.back().description.request_schema = std::string(kRequest);
  routes.back().description.status = 201;

  routes.push_back(route<ListEndpoint>(
      "GET", "/v1/debates", described("List debates, newest first", kList, {422}), loop, debates));
  routes.back().description.parameters = {
      {.name = "limit", .schema = R"({"type":"integer","minimum":1,"maximum":100,"default":20})"},
      {.name = "after", .description = "Id of the last debate already seen."},
      {.name = "status",
       .schema = R"({"enum":["running","paused","completed","failed","cancelled"]})"},
      {.name = "q", .description = "Part of the question."}};

  routes.push_back(route<ShowEndpoint>("GET", "/v1/debates/{id}",
                                       described("Show a debate", kDebate, {404}), loop, debates));

  routes.push_back(route<EventsEndpoint>("GET", "/v1/debates/{id}/events",
                                         described("Follow a debate", {}, {404, 422}), loop,
                                         debates));
  auto& events = routes.back();
  events.answer = Answer::events;
  events.description.reply_type = "text/event-stream";
  events.description.reply_schema = R"({"type":"string"})";
  events.description.parameters = {
      {.name = "after", .schema = kWhole, .description = "Begin behind this event."},
      {.name = "Last-Event-ID",
       .in = "header",
       .schema = kWhole,
       .description = "The same; wins over `after`."}};

  routes.push_back(route<SocketEndpoint>("GET", "/v1/debates/{id}/ws",
                                         described("Follow and command a debate over a WebSocket",
                                                   kMessage, {400, 403, 404, 422, 426}),
                                         loop, debates, compression));
  auto& socket = routes.back();
  socket.answer = Answer::messages;
  socket.description.status = 101;
  socket.description.events =
      "A WebSocket. The server sends the debate's events as text messages of this shape; the "
      "client "
      "may send {\"command\":\"cancel\"|\"pause\"|\"resume\",\"ref\":\"…\"}, answered by "
      "{\"reply_to\",\"ref\",\"status\",\"body\"} as over HTTP.";
  socket.description.events_type = {};
  socket.description.parameters = {
      {.name = "after", .schema = kWhole, .description = "Begin behind this event."}};

  for (const auto& [pattern, command, summary] :
       {std::tuple{"/v1/debates/{id}/cancel", debate::Command::cancel, "Stop a debate for good"},
        std::tuple{"/v1/debates/{id}/pause", debate::Command::pause, "Let a debate rest"},
        std::tuple{"/v1/debates/{id}/resume", debate::Command::resume, "Let it go on"}}) {
    routes.push_back(route<CommandEndpoint>(
        "POST", pattern, described(summary, kDebate, {404, 409}), loop, debates, command));
  }
}

}  // namespace quorum::api::debates
