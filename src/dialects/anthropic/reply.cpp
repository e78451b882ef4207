#include "dialects/anthropic/reply.hpp"

#include <algorithm>
#include <optional>

#include "core/try.hpp"
#include "dialects/anthropic/error.hpp"
#include "dialects/anthropic/signature.hpp"
#include "dialects/anthropic/spoken.hpp"
#include "dialects/anthropic/stop.hpp"
#include "json/splice.hpp"
#include "json/text.hpp"
#include "json/writer.hpp"

namespace quorum::anthropic {
namespace {

using json::Kind;
using json::Value;

// Nobody calls so many tools at once, nor leaves so many blocks open; a provider gone mad must not
// cost us the square of it.
constexpr std::size_t kCallsMax = 512;
constexpr std::size_t kOpenMax = 64;

std::string_view text(Value value) { return value.string().value_or(""); }

void tell_opaque(std::string json, std::vector<llm::Delta>& deltas) {
  deltas.push_back({.opaque = {{.dialect = llm::Dialect::anthropic, .json = std::move(json)}}});
}

/// `block` with another value for `member`, or as it is where it has none.
std::string with_member(std::string_view block, std::string_view member, std::string value) {
  const auto document = json::Document::parse(block);
  if (!document) return std::string{block};
  const auto old = document->root()[member];
  std::vector<json::Edit> edits;
  if (old) {
    edits.push_back({.at = old.raw(), .with = std::move(value)});
  } else {
    edits.push_back(json::add_member(document->text(), member, value));
  }
  return json::splice(document->text(), edits);
}

bool is_json(std::string_view text) { return json::Document::parse(text).has_value(); }

/// How an answer ended: a delta of a stream, or a message.
void read_stop(Value said, llm::Delta& delta) {
  delta.finish = finish_of(text(said["stop_reason"]));
  delta.stop_sequence = text(said["stop_sequence"]);
  if (delta.finish == llm::Finish::content_filter) {
    delta.refusal = text(said["stop_details"]["explanation"]);
  }
}

}  // namespace

std::optional<llm::ToolCallDelta> BlockReader::begin_call(Value block) {
  if (calls_ >= kCallsMax) return std::nullopt;
  return llm::ToolCallDelta{.index = calls_++,
                            .id = std::string{text(block["id"])},
                            .name = std::string{text(block["name"])},
                            .seal = std::exchange(call_seal_, {})};
}

void BlockReader::tell_text(std::string_view text, std::vector<llm::Delta>& deltas) {
  if (text.empty()) return;
  points_ += static_cast<std::int64_t>(json::count_code_points(text));
  deltas.push_back({.text = std::string{text}});
}

void BlockReader::tell_signature(std::string_view signature, std::vector<llm::Delta>& deltas) {
  if (signature.empty()) return;
  auto read = read_signature(signature);
  switch (read.of) {
    case SealOf::thought: deltas.push_back({.reasoning_seal = std::move(read.seal)}); break;
    case SealOf::text: deltas.push_back({.text_seal = std::move(read.seal)}); break;
    case SealOf::call: call_seal_ = std::move(read.seal); break;
  }
}

void BlockReader::tell_citations(std::vector<llm::Citation> citations, std::int64_t begin,
                                 std::vector<llm::Delta>& deltas) const {
  if (citations.empty()) return;
  for (auto& citation : citations) {
    citation.begin = begin;
    citation.end = points_;
  }
  deltas.push_back({.citations = std::move(citations)});
}

void BlockReader::read(Value block, std::vector<llm::Delta>& deltas) {
  const auto type = text(block["type"]);
  if (type == "text") {
    const auto begin = points_;
    tell_text(text(block["text"]), deltas);
    std::vector<llm::Citation> citations;
    for (const auto citation : block["citations"]) citations.push_back(read_citation(citation));
    tell_citations(std::move(citations), begin, deltas);
  } else if (type == "thinking") {
    const auto thought = text(block["thinking"]);
    if (!thought.empty()) deltas.push_back({.reasoning = std::string{thought}});
    tell_signature(text(block["signature"]), deltas);
  } else if (type == "redacted_thinking") {
    deltas.push_back({.reasoning_seal = hidden_seal(text(block["data"]))});
  } else if (type == "tool_use") {
    auto call = begin_call(block);
    if (!call) return;
    const auto input = block["input"];
    call->arguments = input.is(Kind::object) ? arguments_of(input) : "{}";
    deltas.push_back({.tool_calls = {std::move(*call)}});
  } else if (block.is(Kind::object)) {
    tell_opaque(std::string{block.raw()}, deltas);
  }
}

Result<std::vector<llm::Delta>> read_reply(std::string_view provider, std::string_view body) {
  const auto document = json::Document::parse(body);
  if (!document) return dialects::unreadable(provider, document.error().message, body);
  const auto root = document->root();
  if (text(root["type"]) == "error" || root["error"].is(Kind::object)) {
    return explain_object(provider, root);
  }
  if (!root["content"].is(Kind::array)) return dialects::unreadable(provider, "no content", body);

  std::vector<llm::Delta> deltas;
  deltas.push_back(
      {.id = std::string{text(root["id"])}, .model = std::string{text(root["model"])}});
  BlockReader blocks;
  for (const auto block : root["content"]) blocks.read(block, deltas);

  Counts counts;
  llm::Delta ending;
  read_stop(root, ending);
  if (!ending.finish) {
    ending.finish = blocks.has_calls() ? llm::Finish::tool_calls : llm::Finish::stop;
  }
  if (counts.take(root["usage"])) ending.usage = counts.usage();
  ending.service_tier = tier_of_answer(text(root["usage"]["service_tier"]));
  deltas.push_back(std::move(ending));
  return deltas;
}

Result<> StreamReader::read(std::string_view name, std::string_view data,
                            std::vector<llm::Delta>& deltas) {
  if (is_done_ || data.empty()) return {};
  const auto document = json::Document::parse(data);
  if (!document) return dialects::unreadable(provider_, document.error().message, data);
  const auto event = document->root();
  const auto type = event["type"].string().value_or(name);
  if (type == "error" || name == "error" || event["error"].is(Kind::object)) {
    return explain_object(provider_, event);
  }
  if (type == "message_start") start_message(event["message"], deltas);
  if (type == "content_block_start") start_block(event, deltas);
  if (type == "content_block_delta") read_delta(event, deltas);
  if (type == "content_block_stop") finish_block(event["index"].integer().value_or(0), deltas);
  if (type == "message_delta") read_ending(event, deltas);
  if (type == "message_stop") stop_message(deltas);
  return {};
}

void StreamReader::start_message(Value message, std::vector<llm::Delta>& deltas) {
  llm::Delta delta{.id = std::string{text(message["id"])},
                   .model = std::string{text(message["model"])}};
  if (counts_.take(message["usage"])) delta.usage = counts_.usage();
  delta.service_tier = tier_of_answer(text(message["usage"]["service_tier"]));
  if (delta != llm::Delta{}) deltas.push_back(std::move(delta));
  // An answer that goes on where a tool of the provider's had paused it repeats what it had said.
  for (const auto block : message["content"]) blocks_.read(block, deltas);
}

void StreamReader::start_block(Value event, std::vector<llm::Delta>& deltas) {
  const auto index = event["index"].integer().value_or(0);
  finish_block(index, deltas);
  if (open_.size() >= kOpenMax) finish_blocks(deltas);

  const auto value = event["content_block"];
  const auto type = text(value["type"]);
  Block block{.index = index, .begin = blocks_.points(), .json = std::string{value.raw()}};
  if (type == "text") {
    block.kind = Block::Kind::text;
    blocks_.tell_text(text(value["text"]), deltas);
    for (const auto citation : value["citations"]) {
      block.citations.push_back(read_citation(citation));
    }
  } else if (type == "thinking") {
    block.kind = Block::Kind::thought;
    block.signature = text(value["signature"]);
    const auto thought = text(value["thinking"]);
    if (!thought.empty()) deltas.push_back({.reasoning = std::string{thought}});
  } else if (type == "redacted_thinking") {
    blocks_.read(value, deltas);
    return;
  } else if (type == "tool_use") {
    auto call = blocks_.begin_call(value);
    if (!call) return;
    block.kind = Block::Kind::call;
    block.call = call->index;
    deltas.push_back({.tool_calls = {std::move(*call)}});
  } else if (!value.is(Kind::object)) {
    return;
  }
  open_.push_back(std::move(block));
}

void StreamReader::read_delta(Value event, std::vector<llm::Delta>& deltas) {
  const auto index = event["index"].integer().value_or(0);
  const auto block = std::ranges::find(open_, index, &Block::index);
  const auto delta = event["delta"];
  const auto type = text(delta["type"]);
  if (type == "text_delta") blocks_.tell_text(text(delta["text"]), deltas);
  if (type == "thinking_delta" && !text(delta["thinking"]).empty()) {
    deltas.push_back({.reasoning = std::string{text(delta["thinking"])}});
  }
  if (block == open_.end()) return;
  if (type == "signature_delta") block->signature += text(delta["signature"]);
  if (type == "citations_delta" && delta["citation"].is(Kind::object)) {
    block->citations.push_back(read_citation(delta["citation"]));
  }
  if (type == "compaction_delta") block->content += text(delta["content"]);
  if (type != "input_json_delta") return;
  const auto piece = text(delta["partial_json"]);
  if (block->kind != Block::Kind::call) {
    block->input += piece;
  } else if (!piece.empty()) {
    block->has_input = true;
    deltas.push_back({.tool_calls = {{.index = block->call, .arguments = std::string{piece}}}});
  }
}

void StreamReader::finish_block(Block block, std::vector<llm::Delta>& deltas) {
  switch (block.kind) {
    case Block::Kind::text:
      blocks_.tell_citations(std::move(block.citations), block.begin, deltas);
      return;
    case Block::Kind::thought: blocks_.tell_signature(block.signature, deltas); return;
    case Block::Kind::call: {
      if (block.has_input) return;
      // Some send the input whole, with the block; without any it is empty.
      const auto document = json::Document::parse(block.json);
      const auto input = document ? document->root()["input"] : Value{};
      deltas.push_back(
          {.tool_calls = {
               {.index = block.call,
                .arguments = input.is(Kind::object) ? std::string{input.raw()} : "{}"}}});
      return;
    }
    case Block::Kind::opaque: break;
  }
  if (!block.content.empty()) {
    block.json = with_member(block.json, "content", json::quote(block.content));
  }
  if (is_json(block.input)) block.json = with_member(block.json, "input", std::move(block.input));
  tell_opaque(std::move(block.json), deltas);
}

void StreamReader::finish_block(std::int64_t index, std::vector<llm::Delta>& deltas) {
  const auto at = std::ranges::find(open_, index, &Block::index);
  if (at == open_.end()) return;
  auto block = std::move(*at);
  open_.erase(at);
  finish_block(std::move(block), deltas);
}

void StreamReader::finish_blocks(std::vector<llm::Delta>& deltas) {
  for (auto& block : std::exchange(open_, {})) finish_block(std::move(block), deltas);
}

void StreamReader::read_ending(Value event, std::vector<llm::Delta>& deltas) {
  finish_blocks(deltas);
  llm::Delta delta;
  read_stop(event["delta"], delta);
  if (has_finish_) delta.finish.reset();
  has_finish_ = has_finish_ || delta.finish.has_value();
  if (counts_.take(event["usage"])) delta.usage = counts_.usage();
  delta.service_tier = tier_of_answer(text(event["usage"]["service_tier"]));
  if (delta != llm::Delta{}) deltas.push_back(std::move(delta));
}

void StreamReader::stop_message(std::vector<llm::Delta>& deltas) {
  finish_blocks(deltas);
  is_done_ = true;
  if (has_finish_) return;
  has_finish_ = true;
  deltas.push_back({.finish = blocks_.has_calls() ? llm::Finish::tool_calls : llm::Finish::stop});
}

Result<> StreamReader::end(std::vector<llm::Delta>&) {
  if (!is_done_) return dialects::cut(provider_);
  return {};
}

/// Only what is written exactly so, two lines and no more, is known to bear nothing but words.
dialects::Outline StreamReader::outline(std::string_view raw) const {
  constexpr std::string_view kName = "event: content_block_delta\n";
  constexpr std::string_view kData = R"(data: {"type":"content_block_delta",)";
  if (!raw.starts_with(kName)) return {};
  raw.remove_prefix(kName.size());
  const bool is_one_line = raw.ends_with("\n\n") && raw.find('\n') == raw.size() - 2;
  if (!raw.starts_with(kData) || !is_one_line || raw.contains('\r')) return {};
  dialects::Outline outline{.may_matter = false};
  json::StringFinder strings(raw.substr(kData.size()));
  for (std::string_view inside; strings.next(inside);) {
    if (inside == "error") return {};
    const bool is_name = inside == "text" || inside == "thinking" || inside == "partial_json";
    const bool are_words = is_name && strings.rest().starts_with(R"(:")") && strings.next(inside);
    if (are_words && outline.words[0].data() == nullptr) outline.words[0] = inside;
  }
  return strings.is_broken() ? dialects::Outline{} : outline;
}

}  // namespace quorum::anthropic
