#include "dialects/cohere/v1.hpp"

#include <algorithm>
#include <iterator>

#include "core/try.hpp"
#include "dialects/cohere/citations.hpp"
#include "dialects/cohere/error.hpp"
#include "dialects/cohere/reply.hpp"
#include "dialects/cohere/usage.hpp"
#include "dialects/refusal.hpp"
#include "json/value.hpp"

namespace quorum::cohere {
namespace {

using json::Kind;
using json::Value;

std::string_view text(Value value) { return value.string().value_or(""); }

/// Calls have no ids here, and arguments that are an object.
void read_calls(Value calls, llm::Delta& delta) {
  for (const auto call : calls) {
    delta.tool_calls.push_back({.index = delta.tool_calls.size(),
                                .name = std::string{text(call["name"])},
                                .arguments = std::string{call["parameters"].raw()}});
  }
}

void read_all_citations(Value citations, llm::Delta& delta) {
  for (const auto citation : citations) {
    std::ranges::move(read_citations(citation, 0), std::back_inserter(delta.citations));
  }
}

/// A finish that does not say so is one with calls where there are some.
Result<> read_end(std::string_view provider, Value ended, Value response, llm::Delta& delta) {
  QUORUM_TRY(delta.finish, read_finish(provider, text(ended["finish_reason"]), ended));
  if (response["tool_calls"].size() > 0 && delta.finish == llm::Finish::stop) {
    delta.finish = llm::Finish::tool_calls;
  }
  delta.usage = read_usage(response["meta"]);
  return {};
}

}  // namespace

Result<llm::Delta> read_v1_reply(std::string_view provider, std::string_view body) {
  const auto document = json::Document::parse(body);
  if (!document) return dialects::unreadable(provider, document.error().message, body);
  const auto root = document->root();
  if (root["message"].is(Kind::string)) return explain({.provider = provider, .body = body});
  const auto first = root["generations"][0];
  const auto answer = first.exists() ? first : root;
  if (!answer["text"].is(Kind::string)) return dialects::unreadable(provider, "no text", body);
  llm::Delta delta{.text = std::string{text(answer["text"])},
                   .id = std::string{text(answer[first.exists() ? "id" : "generation_id"])}};
  read_all_citations(root["citations"], delta);
  read_calls(root["tool_calls"], delta);
  QUORUM_CHECK(read_end(provider, answer, root, delta));
  return delta;
}

Result<> V1StreamReader::read(std::string_view, std::string_view data,
                              std::vector<llm::Delta>& deltas) {
  if (is_done_ || data.empty()) return {};
  const auto document = json::Document::parse(data);
  if (!document) return dialects::unreadable(provider_, document.error().message, data);
  const auto event = document->root();
  const auto type = text(event["event_type"]);
  llm::Delta delta;
  if (type == "stream-start") {
    delta.id = text(event["generation_id"]);
  } else if (type == "text-generation") {
    delta.text = text(event["text"]);
  } else if (type == "citation-generation") {
    read_all_citations(event["citations"], delta);
  } else if (type == "tool-calls-generation") {
    read_calls(event["tool_calls"], delta);
  } else if (type == "stream-end") {
    QUORUM_CHECK(read_end(provider_, event, event["response"], delta));
    is_done_ = true;
  } else if (type.empty()) {
    return explain({.provider = provider_, .body = data});
  }
  if (delta != llm::Delta{}) deltas.push_back(std::move(delta));
  return {};
}

Result<> V1StreamReader::end(std::vector<llm::Delta>&) {
  if (!is_done_) return dialects::cut(provider_);
  return {};
}

}  // namespace quorum::cohere
