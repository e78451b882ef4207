#include "dialects/bedrock/reply.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "core/try.hpp"
#include "dialects/bedrock/error.hpp"
#include "dialects/bedrock/media.hpp"
#include "dialects/bedrock/usage.hpp"
#include "dialects/refusal.hpp"
#include "json/text.hpp"

namespace quorum::bedrock {
namespace {

using json::Kind;
using json::Value;

std::string_view text(Value value) { return value.string().value_or(""); }

std::int64_t length(std::string_view text) {
  return static_cast<std::int64_t>(json::count_code_points(text));
}

class BlockReader {
 public:
  llm::Delta read(Value block) {
    llm::Delta delta;
    if (const auto words = block["text"].string()) {
      delta.text = *words;
    } else if (const auto thought = block["reasoningContent"]) {
      read_thought(thought, delta);
    } else if (const auto call = block["toolUse"]; call && !call["type"]) {
      delta.tool_calls.push_back({.index = calls_++,
                                  .id = std::string{text(call["toolUseId"])},
                                  .name = std::string{text(call["name"])},
                                  .arguments = arguments_of(call["input"])});
    } else if (const auto cited = block["citationsContent"]) {
      read_cited(cited, delta);
    } else if (const auto image = block["image"]) {
      delta.images.push_back(image_of(text(image["format"]), text(image["source"]["bytes"])));
    } else {
      // What the vendor's own tools did, and what will be invented.
      delta.opaque.push_back({.dialect = llm::Dialect::bedrock, .json = std::string{block.raw()}});
    }
    characters_ += length(delta.text);
    return delta;
  }

 private:
  static std::string arguments_of(Value input) {
    return input.exists() ? std::string{input.raw()} : "{}";
  }

  static void read_thought(Value thought, llm::Delta& delta) {
    if (const auto redacted = thought["redactedContent"].string()) {
      delta.reasoning_seal = redacted_of(*redacted);
      return;
    }
    delta.reasoning = text(thought["reasoningText"]["text"]);
    if (const auto signature = thought["reasoningText"]["signature"].string()) {
      delta.reasoning_seal = signature_of(*signature);
    }
  }

  void read_cited(Value cited, llm::Delta& delta) const {
    for (const auto part : cited["content"]) delta.text += text(part["text"]);
    const auto end = characters_ + length(delta.text);
    for (const auto citation : cited["citations"]) {
      delta.citations.push_back(read_citation(citation, characters_, end));
    }
  }

  std::size_t calls_ = 0;
  std::int64_t characters_ = 0;  ///< Of the answer's text so far.
};

}  // namespace

llm::Seal signature_of(std::string_view data) {
  return {.maker = llm::Maker::amazon, .data = std::string{data}};
}

llm::Seal redacted_of(std::string_view data) {
  return {
      .maker = llm::Maker::amazon, .form = llm::Seal::Form::encrypted, .data = std::string{data}};
}

llm::Citation read_citation(Value citation, std::int64_t begin, std::int64_t end) {
  llm::Citation read{
      .url = std::string{text(citation["location"]["web"]["url"])},
      .title = std::string{text(citation["title"])},
      .begin = begin,
      .end = end,
      .raw = {.dialect = llm::Dialect::bedrock, .json = std::string{citation.raw()}}};
  if (read.url.empty() && text(citation["source"]).starts_with("http")) {
    read.url = text(citation["source"]);
  }
  for (const auto part : citation["sourceContent"]) read.quote += text(part["text"]);
  return read;
}

Result<llm::Finish> read_finish(std::string_view provider, std::string_view reason) {
  if (reason == "tool_use") return llm::Finish::tool_calls;
  if (reason == "max_tokens" || reason == "model_context_window_exceeded") {
    return llm::Finish::length;
  }
  if (reason == "guardrail_intervened" || reason == "content_filtered" || reason == "refusal") {
    return llm::Finish::content_filter;
  }
  if (reason.starts_with("malformed_")) {
    return Error{.code = Errc::upstream_failed,
                 .message = fmt::format("{} broke off its answer with an error.", provider),
                 .detail = fmt::format("{}: {}", provider, reason)};
  }
  return llm::Finish::stop;  // end_turn, stop_sequence and what will be invented.
}

Result<std::vector<llm::Delta>> read_reply(std::string_view provider, std::string_view body) {
  const auto document = json::Document::parse(body);
  if (!document) return dialects::unreadable(provider, document.error().message, body);
  const auto root = document->root();
  const auto message = root["output"]["message"];
  if (!message.is(Kind::object)) {
    if (root["message"].is(Kind::string)) return explain({.provider = provider, .body = body});
    return dialects::unreadable(provider, "no message", body);
  }
  std::vector<llm::Delta> deltas;
  BlockReader blocks;
  for (const auto block : message["content"]) {
    auto delta = blocks.read(block);
    if (delta != llm::Delta{}) deltas.push_back(std::move(delta));
  }
  llm::Delta last{.usage = read_usage(root["usage"]),
                  .service_tier = std::string{text(root["serviceTier"]["type"])}};
  QUORUM_TRY(last.finish, read_finish(provider, text(root["stopReason"])));
  deltas.push_back(std::move(last));
  return deltas;
}

}  // namespace quorum::bedrock
