#include "api/gemini/embed_endpoint.hpp"

#include <chrono>
#include <string>
#include <utility>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "dialects/fields.hpp"
#include "dialects/vectors.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::api::gemini {
namespace {

using dialects::Object;

constexpr std::chrono::minutes kAnswerMax{10};

/// Google takes both spellings of a name: `taskType` and `task_type`.
std::string_view spelled(const Object& object, std::string_view camel, std::string_view snake) {
  return dialects::is_given(object.value[camel]) ? camel : snake;
}

/// The text of all parts, end to end: the vector is of them together.
Result<std::string> read_content(const Object& request) {
  constexpr std::string_view kParts = "a list of parts with a text, as [{\"text\":\"…\"}]";
  QUORUM_TRY(const auto content, request.needed_object("content", "an object with `parts`"));
  QUORUM_TRY(const auto parts, content.array("parts"));
  if (parts.size() == 0) return dialects::missing(content.path("parts"), kParts);
  std::string text;
  std::size_t index = 0;
  for (const auto part : parts) {
    const auto at = dialects::join(content.path("parts"), index++);
    const auto words = part["text"].string();
    if (!words) return dialects::wrong(dialects::join(at, "text"), "a text: only those are taken");
    text += *words;
  }
  return text;
}

/// One request's text; what it says beside goes for the call as a whole.
Result<> read_one(const Object& request, llm::EmbedCall& call) {
  QUORUM_TRY(auto text, read_content(request));
  call.texts.push_back(std::move(text));
  QUORUM_TRY(auto purpose, request.text(spelled(request, "taskType", "task_type")));
  QUORUM_TRY(const auto dimensions,
             request.integer(spelled(request, "outputDimensionality", "output_dimensionality"), 1,
                             INT64_MAX));
  const bool is_first = call.texts.size() == 1;
  if (!is_first && (purpose != call.purpose || dimensions != call.dimensions)) {
    return dialects::wrong(request.at,
                           "of the same taskType and outputDimensionality as the first");
  }
  call.purpose = std::move(purpose);
  call.dimensions = dimensions;
  return {};
}

Result<llm::EmbedCall> read_call(EmbedEndpoint::Form form, std::string_view body) {
  QUORUM_TRY(const auto document, json::Document::parse(body));
  QUORUM_TRY(const auto root, dialects::root_object(document));
  llm::EmbedCall call{.model = {}};
  if (form == EmbedEndpoint::Form::one) {
    QUORUM_CHECK(read_one(root, call));
    return call;
  }
  QUORUM_TRY(const auto requests, root.array("requests"));
  if (requests.size() == 0) return dialects::missing("requests", "a list with a request a text");
  std::size_t index = 0;
  for (const auto request : requests) {
    QUORUM_TRY(const auto one, dialects::element(request, dialects::join("requests", index++)));
    QUORUM_CHECK(read_one(one, call));
  }
  return call;
}

std::string write_reply(EmbedEndpoint::Form form, const llm::Embeddings& made) {
  std::string body;
  json::Writer writer(body);
  const auto write_one = [&](const std::vector<float>& vector) {
    dialects::write_vector(writer.object().key("values"), vector);
    writer.end();
  };
  writer.object();
  if (form == EmbedEndpoint::Form::one) {
    writer.key("embedding");
    write_one(made.vectors.empty() ? std::vector<float>{} : made.vectors.front());
  } else {
    writer.key("embeddings").array();
    for (const auto& vector : made.vectors) write_one(vector);
    writer.end();
  }
  writer.end();
  return body;
}

}  // namespace

Task<Result<>> EmbedEndpoint::answer(Exchange exchange) {
  QUORUM_CO_TRY(auto call, read_call(form_, exchange.request.body));
  call.model = exchange.path_value("model");
  llm::CallContext context{.deadline = loop_.now() + kAnswerMax, .call_id = exchange.request_id};
  QUORUM_CO_TRY(const auto made, co_await embedder_.embed(std::move(call), std::move(context)));
  auto reply = write_reply(form_, made);
  co_return co_await send_json(exchange.responder, 200, std::move(reply));
}

}  // namespace quorum::api::gemini
