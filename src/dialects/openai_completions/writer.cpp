#include "dialects/openai_completions/writer.hpp"

#include <string_view>
#include <utility>

#include "dialects/openai_chat/error.hpp"
#include "dialects/openai_chat/usage.hpp"
#include "dialects/openai_completions/logprobs.hpp"
#include "json/writer.hpp"

namespace quorum::openai_completions {
namespace {

constexpr std::string_view kIdPrefix = "cmpl-";
constexpr std::int64_t kMsPerSecond = 1000;

/// There are three reasons here; calls and errors end as `stop`, the error having been told.
std::string_view finish_word(llm::Finish finish) {
  switch (finish) {
    case llm::Finish::length: return "length";
    case llm::Finish::content_filter: return "content_filter";
    default: return "stop";
  }
}

void write_head(json::Writer& writer, const dialects::ReplyHead& head) {
  writer.object().key("id").string(head.id).key("object").string("text_completion");
  writer.key("created").number(head.created_ms / kMsPerSecond).key("model").string(head.model);
  writer.key("choices").array();
}

void write_choice(json::Writer& writer, const llm::Delta& delta, std::optional<llm::Finish> finish,
                  std::int64_t& offset) {
  writer.object().key("text").string(delta.text + delta.refusal);
  writer.key("index").number(static_cast<std::int64_t>(delta.choice));
  write_logprobs(writer, delta.logprobs, offset);
  writer.key("finish_reason");
  finish ? writer.string(finish_word(*finish)) : writer.null();
  writer.end();
}

}  // namespace

StreamWriter::StreamWriter(dialects::ReplyHead head) : head_(std::move(head)) {
  head_.id.insert(0, kIdPrefix);
}

void StreamWriter::write_chunk(const llm::Delta& delta, std::optional<llm::Finish> finish,
                               std::string& out) {
  out += "data: ";
  json::Writer writer{out};
  write_head(writer, head_);
  write_choice(writer, delta, finish, choices_[delta.choice].offset);
  writer.end();
  if (!delta.extension.empty()) writer.key("quorum").raw(delta.extension);
  writer.end();
  out += "\n\n";
}

void StreamWriter::write(const llm::Delta& delta, std::string& out) {
  if (delta.usage) usage_ = delta.usage;
  auto& choice = choices_[delta.choice];
  const bool is_last = delta.finish && !choice.has_finish;
  const bool has_words = !delta.text.empty() || !delta.refusal.empty() || !delta.logprobs.empty() ||
                         !delta.extension.empty();
  choice.has_finish = choice.has_finish || is_last;
  if (!has_words && !is_last) return;
  write_chunk(delta, is_last ? delta.finish : std::nullopt, out);
}

void StreamWriter::end(std::string& out) {
  if (choices_.empty()) choices_[0] = {};
  for (auto& [index, choice] : choices_) {
    if (!choice.has_finish) write_chunk({.choice = index}, llm::Finish::stop, out);
  }
  if (head_.include_usage && usage_) {
    out += "data: ";
    json::Writer writer{out};
    write_head(writer, head_);
    writer.end().key("usage");
    openai_chat::write_usage(writer, *usage_);
    writer.end();
    out += "\n\n";
  }
  out += "data: [DONE]\n\n";
}

void StreamWriter::fail(const Error& error, std::string& out) {
  out.append("data: ").append(openai_chat::write_error(error)).append("\n\n");
}

ReplyWriter::ReplyWriter(dialects::ReplyHead head) : head_(std::move(head)) {
  head_.id.insert(0, kIdPrefix);
}

void ReplyWriter::add(const llm::Delta& delta) {
  auto& choice = choices_[delta.choice];
  choice.choice = delta.choice;
  choice.text += delta.text;
  choice.refusal += delta.refusal;
  choice.logprobs.insert(choice.logprobs.end(), delta.logprobs.begin(), delta.logprobs.end());
  if (delta.finish && !choice.finish) choice.finish = delta.finish;
  if (delta.usage) usage_ = delta.usage;
  if (!delta.extension.empty()) extension_ = delta.extension;
}

std::string ReplyWriter::end() {
  if (choices_.empty()) choices_[0] = {};
  std::string out;
  json::Writer writer{out};
  write_head(writer, head_);
  for (const auto& [index, choice] : choices_) {
    std::int64_t offset = 0;
    write_choice(writer, choice, choice.finish.value_or(llm::Finish::stop), offset);
  }
  writer.end();
  if (usage_) {
    writer.key("usage");
    openai_chat::write_usage(writer, *usage_);
  }
  if (!extension_.empty()) writer.key("quorum").raw(extension_);
  writer.end();
  return out;
}

}  // namespace quorum::openai_completions
