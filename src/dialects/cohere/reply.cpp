#include "dialects/cohere/reply.hpp"

#include <algorithm>
#include <iterator>

#include "core/try.hpp"
#include "dialects/cohere/citations.hpp"
#include "dialects/cohere/error.hpp"
#include "dialects/cohere/usage.hpp"
#include "dialects/refusal.hpp"
#include "json/text.hpp"

namespace quorum::cohere {
namespace {

using json::Kind;
using json::Value;

// Nobody calls so many tools at once.
constexpr std::size_t kCallsMax = 512;

std::string_view text(Value value) { return value.string().value_or(""); }

/// Somebody else's seal, which an answer of a gateway's may bear.
void read_signature(Value bearer, std::optional<llm::Seal>& seal) {
  const auto signature = bearer["signature"].string();
  if (signature) seal = llm::carried_back(*signature, llm::Maker::unknown);
}

void append(std::vector<llm::Citation> citations, std::vector<llm::Citation>& all) {
  std::ranges::move(citations, std::back_inserter(all));
}

/// The text of several tokens at once, as likely as all of them together.
void read_logprobs(Value entry, llm::Delta& delta) {
  if (entry["logprobs"].size() == 0) return;
  llm::TokenLogprob read{.token = std::string{text(entry["text"])}};
  for (const auto value : entry["logprobs"]) read.logprob += value.number().value_or(0);
  delta.logprobs.push_back(std::move(read));
}

void read_parts(Value content, TextPlaces& places, std::vector<llm::Delta>& deltas) {
  std::int64_t index = 0;
  for (const auto part : content) {
    llm::Delta delta{.reasoning = std::string{text(part["thinking"])},
                     .text = std::string{text(part["text"])}};
    read_signature(part, part["thinking"] ? delta.reasoning_seal : delta.text_seal);
    places.add(index++, delta.text);
    // Words before thoughts stay before them, and what is sealed ends there.
    const auto& last = deltas.back();
    if (last.text.empty() && !last.reasoning_seal && !last.text_seal) {
      deltas.back().reasoning += delta.reasoning;
      deltas.back().reasoning_seal = std::move(delta.reasoning_seal);
      deltas.back().text = std::move(delta.text);
      deltas.back().text_seal = std::move(delta.text_seal);
    } else {
      deltas.push_back(std::move(delta));
    }
  }
}

void read_calls(Value calls, llm::Delta& delta) {
  for (const auto call : calls) {
    const auto function = call["function"];
    delta.tool_calls.push_back({.index = delta.tool_calls.size(),
                                .id = std::string{text(call["id"])},
                                .name = std::string{text(function["name"])},
                                .arguments = std::string{text(function["arguments"])}});
    read_signature(call, delta.tool_calls.back().seal);
  }
}

}  // namespace

void TextPlaces::add(std::int64_t part, std::string_view text) {
  begins_.try_emplace(part, size_);
  size_ += static_cast<std::int64_t>(json::count_code_points(text));
  last_ = part;
}

std::int64_t TextPlaces::begin_of(std::int64_t part) const {
  const auto found = begins_.find(part);
  return found == begins_.end() ? 0 : found->second;
}

Result<llm::Finish> read_finish(std::string_view provider, std::string_view reason,
                                json::Value said) {
  if (reason == "MAX_TOKENS" || reason == "ERROR_LIMIT") return llm::Finish::length;
  if (reason == "TOOL_CALL") return llm::Finish::tool_calls;
  if (reason == "ERROR_TOXIC") return llm::Finish::content_filter;
  if (reason == "ERROR" || reason == "TIMEOUT" || reason == "USER_CANCEL") {
    return explain_finish(provider, reason, said);
  }
  return llm::Finish::stop;  // COMPLETE, STOP_SEQUENCE and what will be invented.
}

Result<std::vector<llm::Delta>> read_reply(std::string_view provider, std::string_view body) {
  const auto document = json::Document::parse(body);
  if (!document) return dialects::unreadable(provider, document.error().message, body);
  const auto root = document->root();
  const auto message = root["message"];
  if (!message.is(Kind::object)) {
    // `{"message":"text"}` is what they say when they refuse.
    if (message.is(Kind::string)) return explain({.provider = provider, .body = body});
    return dialects::unreadable(provider, "no message", body);
  }
  std::vector<llm::Delta> deltas{{.reasoning = std::string{text(message["tool_plan"])},
                                  .id = std::string{text(root["id"])},
                                  .model = std::string{text(root["model"])}}};
  TextPlaces places;
  if (const auto words = message["content"].string()) deltas.back().text = *words;
  read_parts(message["content"], places, deltas);
  read_calls(message["tool_calls"], deltas.back());
  for (const auto citation : message["citations"]) {
    const auto part = citation["content_index"].integer().value_or(places.last());
    append(read_citations(citation, places.begin_of(part)), deltas.back().citations);
  }
  for (const auto entry : root["logprobs"]) read_logprobs(entry, deltas.back());
  QUORUM_TRY(deltas.back().finish, read_finish(provider, text(root["finish_reason"]), root));
  deltas.back().usage = read_usage(root["usage"]);
  return deltas;
}

void StreamReader::read_content(Value event, llm::Delta& delta) {
  const auto content = event["delta"]["message"]["content"];
  delta.reasoning = text(content["thinking"]);
  delta.text = text(content["text"]);
  read_signature(content, content["thinking"] ? delta.reasoning_seal : delta.text_seal);
  // A part begins where it is announced, even with nothing in it.
  if (content["text"]) places_.add(event["index"].integer().value_or(0), delta.text);
  read_logprobs(event["logprobs"], delta);
}

void StreamReader::read_call(Value event, llm::Delta& delta) {
  auto call = event["delta"]["message"]["tool_calls"];
  // One object; a list only in what the documentation once said.
  if (call.is(Kind::array)) call = call[0];
  const auto number = event["index"].integer().value_or(0);
  const auto function = call["function"];
  llm::ToolCallDelta piece{.name = std::string{text(function["name"])},
                           .arguments = std::string{text(function["arguments"])}};
  if (event["type"].string() == "tool-call-start") {
    if (calls_.size() < kCallsMax) calls_.push_back(number);
    piece.id = text(call["id"]);
    read_signature(call, piece.seal);
  }
  if (calls_.empty()) return;
  // From the back: a number that is used again means the newest call.
  const auto found = std::find(calls_.rbegin(), calls_.rend(), number);
  piece.index = found == calls_.rend()
                    ? calls_.size() - 1
                    : static_cast<std::size_t>(std::distance(found, calls_.rend())) - 1;
  delta.tool_calls.push_back(std::move(piece));
}

Result<> StreamReader::read_end(Value event, llm::Delta& delta) {
  const auto ended = event["delta"];
  QUORUM_TRY(delta.finish, read_finish(provider_, text(ended["finish_reason"]), ended["error"]));
  delta.usage = read_usage(ended["usage"]);
  is_done_ = true;
  return {};
}

Result<> StreamReader::read(std::string_view name, std::string_view data,
                            std::vector<llm::Delta>& deltas) {
  if (is_done_ || data.empty() || data == "[DONE]") return {};
  const auto document = json::Document::parse(data);
  if (!document) return dialects::unreadable(provider_, document.error().message, data);
  const auto event = document->root();
  const auto type = event["type"].string().value_or(name);
  const auto message = event["delta"]["message"];
  llm::Delta delta;
  if (type == "message-start") {
    delta.id = text(event["id"]);
  } else if (type == "content-start" || type == "content-delta") {
    read_content(event, delta);
  } else if (type == "tool-plan-delta") {
    delta.reasoning = text(message["tool_plan"]);
  } else if (type == "tool-call-start" || type == "tool-call-delta") {
    read_call(event, delta);
  } else if (type == "citation-start") {
    const auto part = message["citations"]["content_index"].integer().value_or(places_.last());
    delta.citations = read_citations(message["citations"], places_.begin_of(part));
  } else if (type == "message-end") {
    QUORUM_CHECK(read_end(event, delta));
  } else if (type == "error" || event["message"].is(Kind::string)) {
    return explain({.provider = provider_, .body = data});
  }
  if (delta != llm::Delta{}) deltas.push_back(std::move(delta));
  return {};
}

Result<> StreamReader::end(std::vector<llm::Delta>&) {
  if (!is_done_) return dialects::cut(provider_);
  return {};
}

}  // namespace quorum::cohere
