#include "dialects/ollama/writer.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/clock.hpp"
#include "dialects/ollama/error.hpp"
#include "dialects/ollama/spelling.hpp"
#include "json/writer.hpp"

namespace quorum::ollama {
namespace {

constexpr std::int64_t kNsPerMs = 1'000'000;

/// Ollama knows `stop` and `length`; calls end with `stop`, and an error has been told before.
std::string_view reason_word(llm::Finish finish) {
  switch (finish) {
    case llm::Finish::length: return "length";
    case llm::Finish::content_filter: return "content_filter";
    default: return "stop";
  }
}

// What cannot happen has no finite logarithm; JSON has no word for it.
double finite(double logprob) { return std::isfinite(logprob) ? logprob : -9999.0; }

void write_token(json::Writer& writer, const llm::TokenLogprob& token) {
  writer.key("token").string(token.token).key("logprob").number(finite(token.logprob));
  writer.key("bytes").array();
  for (const char c : token.token) writer.number(static_cast<int>(static_cast<unsigned char>(c)));
  writer.end();
}

void write_logprobs(json::Writer& writer, const std::vector<llm::TokenLogprob>& logprobs) {
  if (logprobs.empty()) return;
  writer.key("logprobs").array();
  for (const auto& token : logprobs) {
    writer.object();
    write_token(writer, token);
    if (!token.top.empty()) {
      writer.key("top_logprobs").array();
      for (const auto& top : token.top) {
        writer.object();
        write_token(writer, top);
        writer.end();
      }
      writer.end();
    }
    writer.end();
  }
  writer.end();
}

void write_calls(json::Writer& writer, const std::vector<llm::ToolCallDelta>& calls) {
  if (calls.empty()) return;
  writer.key("tool_calls").array();
  std::int64_t index = 0;
  for (const auto& call : calls) {
    writer.object();
    if (!call.id.empty()) writer.key("id").string(call.id);
    writer.key("function").object().key("index").number(index++);
    writer.key("name").string(call.name);
    writer.key("arguments").raw(arguments_object(call.arguments)).end().end();
  }
  writer.end();
}

void write_images(json::Writer& writer, const std::vector<llm::Image>& images) {
  if (std::ranges::all_of(images, [](const auto& image) { return image.source.data.empty(); })) {
    return;
  }
  writer.key("images").array();
  for (const auto& image : images) {
    if (!image.source.data.empty()) writer.string(image.source.data);
  }
  writer.end();
}

/// What a delta says, in the object in which the endpoint says it.
void write_words(json::Writer& writer, const llm::Delta& delta, std::string_view text_name) {
  writer.key(text_name).string(delta.text + delta.refusal);
  if (!delta.reasoning.empty()) writer.key("thinking").string(delta.reasoning);
  write_images(writer, delta.images);
  write_calls(writer, delta.tool_calls);
}

void add_calls(const std::vector<llm::ToolCallDelta>& pieces,
               std::vector<llm::ToolCallDelta>& calls) {
  for (const auto& piece : pieces) {
    const auto call = std::ranges::find(calls, piece.index, &llm::ToolCallDelta::index);
    if (call == calls.end()) {
      calls.push_back(piece);
      continue;
    }
    if (call->id.empty()) call->id = piece.id;
    call->name += piece.name;
    call->arguments += piece.arguments;
  }
}

bool has_words(const llm::Delta& delta) {
  return !delta.text.empty() || !delta.reasoning.empty() || !delta.refusal.empty() ||
         !delta.images.empty() || !delta.logprobs.empty() || !delta.extension.empty();
}

}  // namespace

Lines::Lines(Endpoint endpoint, dialects::ReplyHead head)
    : endpoint_(endpoint), head_(std::move(head)) {}

std::int64_t Lines::now_ms() const {
  const auto now = head_.clock == nullptr ? head_.created_ms : head_.clock->unix_ms();
  return std::max(now, head_.created_ms);  // People's clocks may be set back.
}

void Lines::note_progress() {
  if (!begun_ms_) begun_ms_ = now_ms();
}

std::string Lines::line(const llm::Delta& delta, std::optional<llm::Finish> last) {
  std::string out;
  json::Writer writer{out};
  writer.object().key("model").string(head_.model);
  writer.key("created_at").string(rfc3339(now_ms()));
  if (endpoint_ == Endpoint::chat) {
    writer.key("message").object().key("role").string("assistant");
    write_words(writer, delta, "content");
    writer.end();
  } else {
    write_words(writer, delta, "response");
  }
  write_logprobs(writer, delta.logprobs);
  if (!delta.extension.empty()) writer.key("quorum").raw(delta.extension);
  writer.key("done").boolean(last.has_value());
  if (last) {
    writer.key("done_reason").string(reason_word(*last));
    const auto begun_ms = begun_ms_.value_or(now_ms());
    const bool is_timed = head_.clock != nullptr;
    if (is_timed) {
      writer.key("total_duration").number((now_ms() - head_.created_ms) * kNsPerMs);
      writer.key("load_duration").number(0);
    }
    if (delta.usage) writer.key("prompt_eval_count").number(delta.usage->prompt);
    if (is_timed) {
      writer.key("prompt_eval_duration").number((begun_ms - head_.created_ms) * kNsPerMs);
    }
    if (delta.usage) writer.key("eval_count").number(delta.usage->completion);
    if (is_timed) writer.key("eval_duration").number((now_ms() - begun_ms) * kNsPerMs);
  }
  writer.end();
  // JSON that came as it stands may be spread over lines; inside a string no line can end.
  std::erase_if(out, [](char c) { return c == '\n' || c == '\r'; });
  return out;
}

StreamWriter::StreamWriter(Endpoint endpoint, dialects::ReplyHead head)
    : lines_(endpoint, std::move(head)) {}

void StreamWriter::write(const llm::Delta& delta, std::string& out) {
  lines_.note_progress();
  if (delta.choice != 0) return;  // There is one answer.
  add_calls(delta.tool_calls, held_.tool_calls);
  if (delta.usage) held_.usage = delta.usage;
  if (delta.finish && !held_.finish) held_.finish = delta.finish;
  if (!has_words(delta)) return;
  auto words = delta;
  words.tool_calls.clear();
  out += lines_.line(words, std::nullopt) + "\n";
}

void StreamWriter::end(std::string& out) {
  if (!held_.tool_calls.empty()) {
    out += lines_.line({.tool_calls = std::exchange(held_.tool_calls, {})}, std::nullopt) + "\n";
  }
  out += lines_.line({.usage = held_.usage}, held_.finish.value_or(llm::Finish::stop)) + "\n";
}

void StreamWriter::fail(const Error& error, std::string& out) { out += write_error(error) + "\n"; }

ReplyWriter::ReplyWriter(Endpoint endpoint, dialects::ReplyHead head)
    : lines_(endpoint, std::move(head)) {}

void ReplyWriter::add(const llm::Delta& delta) {
  lines_.note_progress();
  if (delta.choice != 0) return;
  whole_.reasoning += delta.reasoning;
  whole_.text += delta.text;
  whole_.refusal += delta.refusal;
  whole_.images.insert(whole_.images.end(), delta.images.begin(), delta.images.end());
  whole_.logprobs.insert(whole_.logprobs.end(), delta.logprobs.begin(), delta.logprobs.end());
  add_calls(delta.tool_calls, whole_.tool_calls);
  if (delta.finish && !whole_.finish) whole_.finish = delta.finish;
  if (delta.usage) whole_.usage = delta.usage;
  if (!delta.extension.empty()) whole_.extension = delta.extension;
}

std::string ReplyWriter::end() {
  return lines_.line(whole_, whole_.finish.value_or(llm::Finish::stop));
}

std::string write_loaded(Endpoint endpoint, const dialects::ReplyHead& head) {
  std::string out;
  json::Writer writer{out};
  writer.object().key("model").string(head.model);
  writer.key("created_at").string(rfc3339(head.created_ms));
  if (endpoint == Endpoint::chat) {
    writer.key("message").object().key("role").string("assistant").key("content").string("").end();
  } else {
    writer.key("response").string("");
  }
  writer.key("done").boolean(true).key("done_reason").string("load").end();
  return out;
}

}  // namespace quorum::ollama
