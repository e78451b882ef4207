#pragma once
/// One route: where it answers, who answers, and what the documentation says of it.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/audience.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "http/message.hpp"
#include "http/server.hpp"
#include "llm/backend.hpp"
#include "store/request_record.hpp"

namespace quorum::api {

/// One request on its way to its answer.
struct Exchange {
  // All of these outlive it.
  http::Request& request;  ///< Its endpoint's: who needs the body no more lets it go.
  http::Responder& responder;
  store::RequestRecord& record;  ///< Whatever is learnt of the request is written down here.
  std::string_view request_id{};

  /// The values of the pattern's `{names}`, percent-decoded.
  std::vector<std::pair<std::string_view, std::string>> path_values{};

  std::string_view path_value(std::string_view name) const;
  std::optional<std::string> query_value(std::string_view name) const;

  /// For what is asked of models on behalf of the request, once at a time.
  llm::CallContext context(TimePoint deadline) const;
};

/// Who answers. One object serves all requests of its loop, many at a time.
class Endpoint {
 public:
  virtual ~Endpoint() = default;

  /// An error returned before the answer has started becomes the answer, in the path's own shape.
  /// One returned later leaves the answer broken, so that the client sees it was cut.
  virtual Task<Result<>> answer(Exchange exchange) = 0;
};

enum class Body : std::uint8_t {
  none,              ///< Whatever is sent is ignored.
  json,              ///< Anything else is 415.
  json_of_any_type,  ///< JSON whatever its type says, as `curl -d` says a form's; but not from
                     ///< pages.
  bytes,             ///< Whatever it is, it is passed on; but not what a strange web page sends.
};

enum class Answer : std::uint8_t {
  whole,     ///< Also answers HEAD.
  events,    ///< A stream of server-sent events: no HEAD.
  messages,  ///< A WebSocket: no HEAD, and no strange web page.
};

/// Who may ask.
enum class Access : std::uint8_t {
  key,   ///< Whoever shows a key; without any key made, our own machine.
  open,  ///< Everybody: what says nothing but that we are here.
};

/// A query parameter or header, for the documentation.
struct Parameter {
  std::string_view name;
  std::string_view in = "query";
  std::string_view schema = R"({"type":"string"})";
  std::string_view description{};
  bool is_required = false;
};

/// What `/openapi.json` says. Schemas are JSON Schema text (2020-12); views point to literals.
struct Description {
  std::string_view summary;
  std::string_view tag;
  std::string request_schema{};  ///< May tell the limits of this configuration.
  int status = 200;
  std::string_view reply_schema{};
  std::string_view reply_type = "application/json";
  std::string_view events{};  ///< What the route streams, in a sentence; empty when it never does.
  std::string_view events_type = "text/event-stream";  ///< Empty: it streams what it replies.
  std::vector<Parameter> parameters{};
  std::vector<int> failures{};
};

struct Route {
  std::string_view method;
  /// `/v1/debates/{id}`; a last `{id*}` takes the rest of the path, slashes included, up to what
  /// stands behind it, as in `/models/{id*}:countTokens`.
  std::string pattern;
  std::unique_ptr<Endpoint> endpoint;
  Body body = Body::none;
  Answer answer = Answer::whole;

  /// Only for these clients, where several ask the same path for different things. Stands before
  /// the route for all others.
  std::optional<Audience> audience{};
  Access access = Access::key;
  Description description{};
};

/// The values of `pattern`'s names where `path` fits it, or nothing.
std::optional<std::vector<std::pair<std::string_view, std::string>>> match(std::string_view pattern,
                                                                           std::string_view path);

http::Response json_response(int status, std::string json);

/// Sends `json` with that status.
Task<Result<>> send_json(http::Responder& responder, int status, std::string json);

}  // namespace quorum::api
