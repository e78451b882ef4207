#include "dialects/bedrock/stream.hpp"

#include "core/try.hpp"
#include "dialects/bedrock/error.hpp"
#include "dialects/bedrock/media.hpp"
#include "dialects/bedrock/reply.hpp"
#include "dialects/bedrock/usage.hpp"
#include "dialects/refusal.hpp"
#include "json/text.hpp"

namespace quorum::bedrock {
namespace {

using json::Value;

// Nobody calls so many tools at once; a provider gone mad must not cost us the square of it.
constexpr std::size_t kCallsMax = 512;

std::string_view text(Value value) { return value.string().value_or(""); }

}  // namespace

StreamReader::Block& StreamReader::block_of(Value event) {
  const auto index = event["contentBlockIndex"].integer().value_or(0);
  return blocks_.try_emplace(index, Block{.begin = characters_}).first->second;
}

void StreamReader::start(Value event, llm::Delta& delta) {
  // An index that is used again means a new block.
  blocks_.erase(event["contentBlockIndex"].integer().value_or(0));
  auto& block = block_of(event);
  block.image_format = text(event["start"]["image"]["format"]);
  const auto call = event["start"]["toolUse"];
  // What the vendor's own tools do is told whole in the end, or not at all.
  if (!call || call["type"] || calls_ == kCallsMax) return;
  block.is_call = true;
  block.call = calls_++;
  delta.tool_calls.push_back({.index = block.call,
                              .id = std::string{text(call["toolUseId"])},
                              .name = std::string{text(call["name"])}});
}

void StreamReader::add_thought(Value thought, Block& block, llm::Delta& delta) {
  delta.reasoning = text(thought["text"]);
  block.signature += text(thought["signature"]);
  if (const auto redacted = thought["redactedContent"].string()) {
    delta.reasoning_seal = redacted_of(*redacted);
  }
}

void StreamReader::add(Value event, llm::Delta& delta) {
  auto& block = block_of(event);
  const auto piece = event["delta"];
  if (const auto words = piece["text"].string()) {
    delta.text = *words;
    characters_ += static_cast<std::int64_t>(json::count_code_points(*words));
  } else if (const auto thought = piece["reasoningContent"]) {
    add_thought(thought, block, delta);
  } else if (const auto call = piece["toolUse"]; call && block.is_call) {
    const auto input = text(call["input"]);
    block.has_arguments = block.has_arguments || !input.empty();
    delta.tool_calls.push_back({.index = block.call, .arguments = std::string{input}});
  } else if (const auto citation = piece["citation"]) {
    delta.citations.push_back(read_citation(citation, block.begin, characters_));
  } else if (const auto image = piece["image"]["source"]["bytes"].string()) {
    delta.images.push_back(image_of(block.image_format, *image));
  }
}

void StreamReader::stop(Value event, llm::Delta& delta) {
  auto& block = block_of(event);
  if (block.is_call && !block.has_arguments) {
    delta.tool_calls.push_back({.index = block.call, .arguments = "{}"});
  }
  if (!block.signature.empty()) {
    delta.reasoning_seal = signature_of(block.signature);
  }
  blocks_.erase(event["contentBlockIndex"].integer().value_or(0));
}

Result<> StreamReader::read(std::string_view name, std::string_view data,
                            std::vector<llm::Delta>& deltas) {
  if (is_done_) return {};
  if (is_error_event(name)) return explain_event(provider_, name, data);
  const auto document = json::Document::parse(data);
  if (!document) return dialects::unreadable(provider_, document.error().message, data);
  const auto event = document->root();
  llm::Delta delta;
  if (name == "contentBlockStart") {
    start(event, delta);
  } else if (name == "contentBlockDelta") {
    add(event, delta);
  } else if (name == "contentBlockStop") {
    stop(event, delta);
  } else if (name == "messageStop") {
    QUORUM_TRY(delta.finish, read_finish(provider_, text(event["stopReason"])));
    has_finish_ = true;
  } else if (name == "metadata") {
    delta.usage = read_usage(event["usage"]);
    delta.service_tier = text(event["serviceTier"]["type"]);
    is_done_ = has_finish_;
  }
  if (delta != llm::Delta{}) deltas.push_back(std::move(delta));
  return {};
}

Result<> StreamReader::end(std::vector<llm::Delta>&) {
  if (!has_finish_) return dialects::cut(provider_);
  return {};
}

}  // namespace quorum::bedrock
