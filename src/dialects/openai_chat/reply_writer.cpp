#include "dialects/openai_chat/reply_writer.hpp"

#include <algorithm>
#include <utility>

#include "dialects/openai_chat/annotations.hpp"
#include "dialects/openai_chat/authored.hpp"
#include "dialects/openai_chat/thoughts.hpp"
#include "dialects/openai_chat/tool_calls.hpp"
#include "dialects/openai_chat/usage.hpp"
#include "json/text.hpp"

namespace quorum::openai_chat {
namespace {

template <typename T>
void append(std::vector<T>& to, const std::vector<T>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

void add_calls(std::vector<llm::ToolCallDelta>& calls,
               const std::vector<llm::ToolCallDelta>& pieces) {
  for (const auto& piece : pieces) {
    const auto call = std::ranges::find(calls, piece.index, &llm::ToolCallDelta::index);
    if (call == calls.end()) {
      calls.push_back(piece);
      continue;
    }
    if (call->id.empty()) call->id = piece.id;
    call->name += piece.name;
    call->arguments += piece.arguments;
    if (piece.seal) call->seal = piece.seal;
  }
}

void add_thought(std::vector<llm::Reasoning>& thoughts, const llm::Delta& delta) {
  if (delta.reasoning.empty() && !delta.reasoning_seal) return;
  if (thoughts.empty() || thoughts.back().seal) thoughts.emplace_back();
  thoughts.back().text += delta.reasoning;
  thoughts.back().seal = delta.reasoning_seal;
}

void write_thoughts(json::Writer& writer, const std::vector<llm::Reasoning>& thoughts) {
  std::string words;
  for (const auto& thought : thoughts) words += thought.text;
  if (!words.empty()) writer.key("reasoning_content").string(words);
  const auto is_sealed = [](const llm::Reasoning& thought) { return thought.seal.has_value(); };
  if (std::ranges::none_of(thoughts, is_sealed)) return;
  writer.key("reasoning_details").array();
  std::size_t index = 0;
  for (const auto& thought : thoughts) write_detail(writer, thought, index++);
  writer.end();
}

}  // namespace

ReplyWriter::ReplyWriter(dialects::ReplyHead head) : head_(std::move(head)) {
  head_.id.insert(0, kIdPrefix);
}

ReplyWriter::Choice& ReplyWriter::choice(std::size_t index) {
  const auto found =
      std::ranges::find_if(choices_, [&](const Choice& one) { return one.whole.choice == index; });
  if (found != choices_.end()) return *found;
  return choices_.emplace_back(Choice{.whole = {.choice = index}});
}

void ReplyWriter::add(const llm::Delta& delta) {
  if (delta.usage) usage_ = delta.usage;
  if (!delta.service_tier.empty()) tier_ = tier_word(delta.service_tier);
  if (!delta.extension.empty()) extension_ = delta.extension;
  auto& [whole, thoughts] = choice(delta.choice);
  add_thought(thoughts, delta);
  whole.text += delta.text;
  whole.refusal += delta.refusal;
  if (delta.text_seal) whole.text_seal = delta.text_seal;
  append(whole.citations, delta.citations);
  append(whole.images, delta.images);
  append(whole.opaque, delta.opaque);
  append(whole.logprobs, delta.logprobs);
  add_calls(whole.tool_calls, delta.tool_calls);
  if (delta.finish && !whole.finish) whole.finish = delta.finish;
  if (!delta.stop_sequence.empty()) whole.stop_sequence = delta.stop_sequence;
}

void ReplyWriter::write_message(json::Writer& writer, const Choice& choice) const {
  const auto& whole = choice.whole;
  writer.key("message").object().key("role").string("assistant").key("content");
  const bool is_silent =
      whole.text.empty() && (!whole.tool_calls.empty() || !whole.refusal.empty());
  is_silent ? writer.null() : writer.string(whole.text);
  writer.key("refusal");
  whole.refusal.empty() ? writer.null() : writer.string(whole.refusal);
  write_thoughts(writer, choice.thoughts);
  if (whole.text_seal) write_google_seal(writer, *whole.text_seal);
  if (!whole.citations.empty()) {
    const auto length = static_cast<std::int64_t>(json::count_code_points(whole.text));
    write_annotations(writer.key("annotations"), whole.citations, length);
  }
  if (head_.has_old_calls && !whole.tool_calls.empty()) {
    write_old_call(writer, whole.tool_calls.front(), Piece::first);
  } else if (!whole.tool_calls.empty()) {
    writer.key("tool_calls").array();
    for (const auto& call : whole.tool_calls) {
      writer.object().key("id").string(call_id(head_, call, whole.choice));
      write_call(writer, call, Piece::first);
      writer.end();
    }
    writer.end();
  }
  write_images(writer, whole.images);
  write_opaque(writer, whole.opaque);
  writer.end();
}

void ReplyWriter::write_choice(json::Writer& writer, const Choice& choice) const {
  const auto& whole = choice.whole;
  writer.object().key("index").number(static_cast<std::uint64_t>(whole.choice));
  write_message(writer, choice);
  write_logprobs(writer, whole.logprobs);
  const auto unsaid = whole.tool_calls.empty() ? llm::Finish::stop : llm::Finish::tool_calls;
  writer.key("finish_reason").string(finish_word(head_, whole.finish.value_or(unsaid)));
  if (!whole.stop_sequence.empty()) writer.key("stop_reason").string(whole.stop_sequence);
  writer.end();
}

std::string ReplyWriter::end() {
  if (choices_.empty()) choice(0);
  std::ranges::sort(choices_, {}, [](const Choice& one) { return one.whole.choice; });
  std::string out;
  json::Writer writer{out};
  writer.object();
  write_head(writer, head_, "chat.completion");
  writer.key("choices").array();
  for (const auto& choice : choices_) write_choice(writer, choice);
  writer.end();
  if (!tier_.empty()) writer.key("service_tier").string(tier_);
  if (usage_) write_usage(writer.key("usage"), *usage_);
  if (!extension_.empty()) writer.key("quorum").raw(extension_);
  writer.end();
  return out;
}

}  // namespace quorum::openai_chat
