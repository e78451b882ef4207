#include "dialects/anthropic/writer.hpp"

#include <algorithm>
#include <utility>

#include "dialects/anthropic/error.hpp"
#include "dialects/anthropic/stop.hpp"
#include "dialects/anthropic/usage.hpp"
#include "json/splice.hpp"
#include "json/writer.hpp"

namespace quorum::anthropic {
namespace {

constexpr std::string_view kIdPrefix = "msg_";

constexpr std::string_view kThought = R"({"type":"thinking","thinking":"","signature":""})";

// What every delta of its kind says before its text.
constexpr std::string_view kThoughtDelta = R"("thinking_delta","thinking":)";
constexpr std::string_view kSignatureDelta = R"("signature_delta","signature":)";
constexpr std::string_view kTextDelta = R"("text_delta","text":)";
constexpr std::string_view kInputDelta = R"("input_json_delta","partial_json":)";
constexpr std::string_view kCitationDelta = R"("citations_delta","citation":)";

void tell_event(std::string_view name, std::string_view json, std::string& out) {
  out.append("event: ").append(name).append("\ndata: ").append(json).append("\n\n");
}

/// JSON whose spaces may be line ends, which would end an event's line.
std::string one_line(std::string json) {
  std::ranges::replace_if(json, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return json;
}

bool is_native(const llm::Seal& seal) { return seal.maker == llm::Maker::anthropic; }

}  // namespace

StreamWriter::StreamWriter(dialects::ReplyHead head) : head_(std::move(head)) {
  head_.id.insert(0, kIdPrefix);
}

void StreamWriter::begin(const llm::Delta& delta, std::string& out) {
  is_begun_ = true;
  std::string json;
  json::Writer writer{json};
  writer.object().key("type").string("message_start").key("message").object();
  writer.key("id").string(head_.id).key("type").string("message").key("role").string("assistant");
  writer.key("model").string(head_.model).key("content").array().end();
  writer.key("stop_reason").null().key("stop_sequence").null().key("stop_details").null();
  writer.key("usage").object();
  write_counts(writer, delta.usage);
  const auto tier = answered_tier(delta.service_tier);
  if (!tier.empty()) writer.key("service_tier").string(tier);
  is_tier_told_ = !tier.empty();
  writer.end().end();
  if (!delta.extension.empty()) writer.key("quorum").raw(one_line(delta.extension));
  writer.end();
  tell_event("message_start", json, out);
}

void StreamWriter::note(const llm::Delta& delta) {
  if (delta.usage) usage_ = delta.usage;
  if (delta.finish && !finish_) finish_ = delta.finish;
  if (!delta.service_tier.empty()) service_tier_ = delta.service_tier;
  if (!delta.stop_sequence.empty()) stop_sequence_ = delta.stop_sequence;
  if (is_explanation(delta)) {
    explanation_ = delta.refusal;
  } else {
    has_refusal_ = has_refusal_ || !delta.refusal.empty();
  }
}

void StreamWriter::write(const llm::Delta& delta, std::string& out) {
  if (delta.choice != 0) return;  // This dialect has one answer.
  if (is_begun_) {
    if (!delta.extension.empty()) extension_ = delta.extension;
  } else {
    begin(delta, out);
  }
  note(delta);
  if (!delta.reasoning.empty()) say_thought(delta.reasoning, out);
  if (delta.reasoning_seal) say_seal({.seal = *delta.reasoning_seal}, out);
  if (!delta.text.empty()) say_text(delta.text, out);
  if (delta.text_seal) say_seal({.seal = *delta.text_seal, .of = SealOf::text}, out);
  for (const auto& citation : delta.citations) say_citation(citation, out);
  if (!is_explanation(delta) && !delta.refusal.empty()) say_text(delta.refusal, out);
  for (const auto& call : delta.tool_calls) say_call(call, out);
  for (const auto& image : delta.images) say_text(image_text(image), out);
  for (const auto& opaque : delta.opaque) say_opaque(opaque, out);
}

bool StreamWriter::must_wait() const {
  return !waiting_.empty() || (open_ == Open::call && !call_end_.is_reached());
}

void StreamWriter::say_thought(const std::string& text, std::string& out) {
  if (must_wait()) {
    if (waiting_.empty() || waiting_.back().reasoning.empty()) waiting_.emplace_back();
    waiting_.back().reasoning += text;
    return;
  }
  if (open_ != Open::thought) {
    open(Open::thought, kThought, out);
  }
  tell(kThoughtDelta, text, out);
}

void StreamWriter::say_seal(const Signature& signature, std::string& out) {
  const bool is_of_text = signature.of == SealOf::text;
  if (must_wait()) {
    llm::Delta piece;
    (is_of_text ? piece.text_seal : piece.reasoning_seal) = signature.seal;
    waiting_.push_back(std::move(piece));
    return;
  }
  const bool is_hidden = signature.seal.form == llm::Seal::Form::encrypted;
  const bool is_of_thought = signature.of == SealOf::thought;
  if (is_of_thought && is_hidden && (is_native(signature.seal) || open_ != Open::thought)) {
    std::string block;
    json::Writer writer{block};
    writer.object().key("type").string("redacted_thinking").key("data");
    writer.string(written_hidden(signature.seal));
    writer.end();
    open(Open::other, block, out);
    close(out);
    return;
  }
  if (open_ != Open::thought || !is_of_thought) {
    open(Open::thought, kThought, out);
  }
  tell(kSignatureDelta, written_signature(signature), out);
  close(out);
}

void StreamWriter::say_text(std::string_view text, std::string& out) {
  if (must_wait()) {
    if (waiting_.empty() || waiting_.back().text.empty()) waiting_.emplace_back();
    waiting_.back().text += text;
    return;
  }
  if (open_ != Open::text || is_cited_) open(Open::text, R"({"type":"text","text":""})", out);
  tell(kTextDelta, text, out);
}

void StreamWriter::say_citation(const llm::Citation& citation, std::string& out) {
  if (must_wait()) {
    waiting_.emplace_back().citations.push_back(citation);
    return;
  }
  if (open_ != Open::text) open(Open::text, R"({"type":"text","text":"","citations":[]})", out);
  begin_delta(kCitationDelta, out);
  out.append(one_line(citation_json(citation))).append("}}\n\n");
  is_cited_ = true;
}

void StreamWriter::say_call(const llm::ToolCallDelta& call, std::string& out) {
  if (open_ == Open::call && call_ == call.index) {
    if (call.arguments.empty()) return;
    tell(kInputDelta, call.arguments, out);
    call_end_.take(call.arguments);
    if (call_end_.is_reached()) say_waiting(out);
    return;
  }
  // What still comes for a call that was complete cannot be said any more.
  if (std::ranges::find(calls_, call.index) != calls_.end()) return;
  if (must_wait()) {
    wait_for_turn(call);
    return;
  }
  calls_.push_back(call.index);
  if (call.seal) say_seal({.seal = *call.seal, .of = SealOf::call}, out);
  std::string block;
  json::Writer writer{block};
  writer.object().key("type").string("tool_use").key("id").string(call_id_of(head_, call));
  writer.key("name").string(call.name).key("input").object().end().end();
  open(Open::call, block, out);
  call_ = call.index;
  call_end_ = {};
  if (call.arguments.empty()) return;
  tell(kInputDelta, call.arguments, out);
  call_end_.take(call.arguments);
}

void StreamWriter::wait_for_turn(const llm::ToolCallDelta& call) {
  for (auto& piece : waiting_) {
    if (piece.tool_calls.empty() || piece.tool_calls[0].index != call.index) continue;
    piece.tool_calls[0].name += call.name;
    piece.tool_calls[0].arguments += call.arguments;
    return;
  }
  waiting_.emplace_back().tool_calls.push_back(call);
}

void StreamWriter::say_opaque(const llm::Opaque& opaque, std::string& out) {
  if (opaque.dialect != llm::Dialect::anthropic) return;
  if (must_wait()) {
    waiting_.emplace_back().opaque.push_back(opaque);
    return;
  }
  const auto document = json::Document::parse(opaque.json);
  if (!document) return;
  // As Anthropic streams its own tools: the input follows the block.
  const auto input = document->root()["input"];
  if (input.size() == 0) {
    open(Open::other, one_line(opaque.json), out);
    close(out);
    return;
  }
  const std::vector<json::Edit> edits{{.at = input.raw(), .with = "{}"}};
  open(Open::other, one_line(json::splice(document->text(), edits)), out);
  tell(kInputDelta, input.raw(), out);
  close(out);
}

void StreamWriter::say_waiting(std::string& out) {
  const auto waiting = std::exchange(waiting_, {});
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (open_ == Open::call && !call_end_.is_reached()) {
      waiting_.assign(waiting.begin() + static_cast<std::ptrdiff_t>(i), waiting.end());
      return;
    }
    write(waiting[i], out);
  }
}

void StreamWriter::open(Open kind, std::string_view block, std::string& out) {
  close(out);
  out.append("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":");
  out.append(std::to_string(index_)).append(",\"content_block\":").append(block).append("}\n\n");
  open_ = kind;
  is_cited_ = false;
}

void StreamWriter::close(std::string& out) {
  if (open_ == Open::nothing) return;
  out.append("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":");
  out.append(std::to_string(index_++)).append("}\n\n");
  open_ = Open::nothing;
}

void StreamWriter::begin_delta(std::string_view type_and_member, std::string& out) const {
  out.append("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":");
  out.append(std::to_string(index_)).append(",\"delta\":{\"type\":").append(type_and_member);
}

void StreamWriter::tell(std::string_view type_and_member, std::string_view text,
                        std::string& out) const {
  begin_delta(type_and_member, out);
  json::append_string(out, text);
  out.append("}}\n\n");
}

void StreamWriter::end(std::string& out) {
  if (!is_begun_) begin({}, out);
  while (!waiting_.empty()) {
    // The provider never finished that call; nothing more of it will come.
    close(out);
    say_waiting(out);
  }
  close(out);
  std::string json;
  json::Writer writer{json};
  writer.object().key("type").string("message_delta").key("delta").object();
  const auto reason = stop_reason_of({.finish = finish_,
                                      .has_calls = !calls_.empty(),
                                      .has_stop_sequence = !stop_sequence_.empty(),
                                      .has_refusal = has_refusal_});
  writer.key("stop_reason").string(reason);
  writer.key("stop_sequence");
  stop_sequence_.empty() ? writer.null() : writer.string(stop_sequence_);
  write_stop_details(writer.key("stop_details"), reason, explanation_);
  writer.end().key("usage").object();
  write_counts(writer, usage_);
  const auto tier = is_tier_told_ ? std::string_view{} : answered_tier(service_tier_);
  if (!tier.empty()) writer.key("service_tier").string(tier);
  writer.end();
  if (!extension_.empty()) writer.key("quorum").raw(one_line(extension_));
  writer.end();
  tell_event("message_delta", json, out);
  tell_event("message_stop", R"({"type":"message_stop"})", out);
}

void StreamWriter::fail(const Error& error, std::string& out) {
  tell_event("error", write_error(error, ""), out);
}

}  // namespace quorum::anthropic
