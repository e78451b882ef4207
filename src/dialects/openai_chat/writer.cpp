#include "dialects/openai_chat/writer.hpp"

#include <algorithm>

#include "dialects/openai_chat/annotations.hpp"
#include "dialects/openai_chat/authored.hpp"
#include "dialects/openai_chat/error.hpp"
#include "dialects/openai_chat/thoughts.hpp"
#include "dialects/openai_chat/tool_calls.hpp"
#include "dialects/openai_chat/usage.hpp"
#include "json/text.hpp"

namespace quorum::openai_chat {
namespace {

bool has_words(const llm::Delta& delta) {
  return !delta.text.empty() || !delta.reasoning.empty() || delta.reasoning_seal ||
         delta.text_seal || !delta.citations.empty() || !delta.refusal.empty() ||
         !delta.tool_calls.empty() || !delta.images.empty() || !delta.opaque.empty() ||
         !delta.logprobs.empty();
}

}  // namespace

StreamWriter::StreamWriter(ReplyHead head) : head_(std::move(head)) {
  head_.id.insert(0, kIdPrefix);
  json::Writer writer{prefix_};
  writer.object();
  write_head(writer, head_, "chat.completion.chunk");
  writer.key("choices").array();
  prefix_.insert(0, "data: ");
}

void StreamWriter::close_chunk(const llm::Delta* delta, std::string& out) const {
  out += ']';
  if (!tier_.empty()) out.append(R"(,"service_tier":")").append(tier_).append("\"");
  if (head_.include_usage) out += R"(,"usage":null)";
  if (delta != nullptr && !delta->extension.empty()) {
    out.append(R"(,"quorum":)").append(delta->extension);
  }
  out += "}\n\n";
}

/// The choice of that index, begun if it was not.
StreamWriter::Choice& StreamWriter::choice(std::size_t index, std::string& out) {
  const auto found = std::ranges::find(choices_, index, &Choice::index);
  if (found != choices_.end()) return *found;
  out.append(prefix_).append(R"({"index":)").append(std::to_string(index));
  out += R"(,"delta":{"role":"assistant","content":"","refusal":null},)";
  out += R"("logprobs":null,"finish_reason":null})";
  close_chunk(nullptr, out);
  return choices_.emplace_back(Choice{.index = index});
}

void StreamWriter::write_details(Choice& choice, const llm::Delta& delta, json::Writer& writer) {
  if (!delta.reasoning_seal) return;
  writer.key("reasoning_details").array();
  const llm::Reasoning thought{.text = std::move(choice.reasoning), .seal = delta.reasoning_seal};
  write_detail(writer, thought, choice.seals++);
  writer.end();
  choice.reasoning.clear();
}

/// Of several calls the first: there is no place for another.
void StreamWriter::write_old_calls(Choice& choice, const llm::Delta& delta, json::Writer& writer) {
  llm::ToolCallDelta whole;
  bool has_any = false;
  const bool is_first = choice.calls.empty();
  for (const auto& call : delta.tool_calls) {
    if (choice.calls.empty()) choice.calls.push_back(call.index);
    if (call.index != choice.calls.front()) continue;
    has_any = true;
    whole.name += call.name;
    whole.arguments += call.arguments;
  }
  if (has_any) write_old_call(writer, whole, is_first ? Piece::first : Piece::continued);
}

void StreamWriter::write_calls(Choice& choice, const llm::Delta& delta, json::Writer& writer) {
  if (delta.tool_calls.empty()) return;
  if (head_.has_old_calls) return write_old_calls(choice, delta, writer);
  writer.key("tool_calls").array();
  for (const auto& call : delta.tool_calls) {
    writer.object().key("index").number(static_cast<std::uint64_t>(call.index));
    const bool is_first = std::ranges::find(choice.calls, call.index) == choice.calls.end();
    if (is_first) {
      choice.calls.push_back(call.index);
      writer.key("id").string(call_id(head_, call, choice.index));
    }
    write_call(writer, call, is_first ? Piece::first : Piece::continued);
    writer.end();
  }
  writer.end();
}

void StreamWriter::write_words(Choice& choice, const llm::Delta& delta, json::Writer& writer) {
  writer.object().key("index").number(static_cast<std::uint64_t>(choice.index));
  writer.key("delta").object();
  choice.reasoning += delta.reasoning;
  if (!delta.reasoning.empty()) writer.key("reasoning_content").string(delta.reasoning);
  write_details(choice, delta, writer);
  choice.characters += static_cast<std::int64_t>(json::count_code_points(delta.text));
  if (!delta.text.empty()) writer.key("content").string(delta.text);
  if (delta.text_seal) write_google_seal(writer, *delta.text_seal);
  if (!delta.citations.empty()) {
    write_annotations(writer.key("annotations"), delta.citations, choice.characters);
  }
  if (!delta.refusal.empty()) writer.key("refusal").string(delta.refusal);
  write_calls(choice, delta, writer);
  write_images(writer, delta.images);
  write_opaque(writer, delta.opaque);
  writer.end();
  write_logprobs(writer, delta.logprobs);
  writer.key("finish_reason").null().end();
}

void StreamWriter::write_finish(Choice& choice, const llm::Delta& delta, std::string& out) {
  choice.has_finish = true;
  out += prefix_;
  json::Writer writer{out};
  writer.object().key("index").number(static_cast<std::uint64_t>(choice.index));
  writer.key("delta").object().end().key("logprobs").null();
  writer.key("finish_reason").string(finish_word(head_, *delta.finish));
  if (!delta.stop_sequence.empty()) writer.key("stop_reason").string(delta.stop_sequence);
  writer.end();
  close_chunk(&delta, out);
}

void StreamWriter::write(const llm::Delta& delta, std::string& out) {
  if (!delta.service_tier.empty()) tier_ = tier_word(delta.service_tier);
  if (delta.usage) usage_ = delta.usage;
  auto& choice = this->choice(delta.choice, out);
  const bool has_finish = delta.finish.has_value() && !choice.has_finish;
  if (has_words(delta) || (!has_finish && !delta.extension.empty())) {
    out += prefix_;
    json::Writer writer{out};
    write_words(choice, delta, writer);
    close_chunk(has_finish ? nullptr : &delta, out);
  }
  if (has_finish) write_finish(choice, delta, out);
}

void StreamWriter::end(std::string& out) {
  if (choices_.empty()) choice(0, out);
  for (auto& choice : choices_) {
    if (choice.has_finish) continue;
    const auto finish = choice.calls.empty() ? llm::Finish::stop : llm::Finish::tool_calls;
    write_finish(choice, {.choice = choice.index, .finish = finish}, out);
  }
  if (head_.include_usage && usage_) {
    out += prefix_;
    out += R"(],"usage":)";
    json::Writer writer{out};
    write_usage(writer, *usage_);
    out += "}\n\n";
  }
  out += "data: [DONE]\n\n";
}

void StreamWriter::fail(const Error& error, std::string& out) {
  out.append("data: ").append(write_error(error)).append("\n\n");
}

}  // namespace quorum::openai_chat
