#include "dialects/cohere/writer.hpp"

#include <algorithm>
#include <utility>

#include "json/value.hpp"

namespace quorum::cohere {
namespace {

void tell_event(std::string_view name, std::string_view json, std::string& out) {
  out.append("event: ").append(name).append("\ndata: ").append(json).append("\n\n");
}

/// `{"type":name,"index":index,"delta":{"message":{member: …`, as most events begin; what is still
/// open is `event_end`'s.
json::Writer& event_begin(json::Writer& writer, std::string_view name, std::int64_t index,
                          std::string_view member) {
  writer.object().key("type").string(name).key("index").number(index);
  return writer.key("delta").object().key("message").object().key(member);
}

void event_end(json::Writer& writer) { writer.end().end().end(); }

void tell_end(std::string_view name, std::int64_t index, std::string& out) {
  std::string json;
  json::Writer writer{json};
  writer.object().key("type").string(name).key("index").number(index).end();
  tell_event(name, json, out);
}

/// An answer's content holds no images: a text that says one in Markdown.
std::string image_text(const llm::Image& image) {
  return "![image](" + llm::url_of(image.source) + ")";
}

void add_piece(const llm::ToolCallDelta& piece, llm::ToolCallDelta& call) {
  if (call.id.empty()) call.id = piece.id;
  if (!call.seal) call.seal = piece.seal;
  call.name += piece.name;
  call.arguments += piece.arguments;
}

/// Whether the tokens are the text's, each of which can then be told with its own.
bool spell_out(const std::vector<llm::TokenLogprob>& tokens, std::string_view text) {
  for (const auto& token : tokens) {
    if (!text.starts_with(token.token)) return false;
    text.remove_prefix(token.token.size());
  }
  return text.empty();
}

}  // namespace

void StreamWriter::begin(std::string& out) {
  if (std::exchange(is_begun_, true)) return;
  std::string json;
  json::Writer writer{json};
  writer.object().key("id").string(head_.id).key("type").string("message-start");
  writer.key("delta").object().key("message").object().key("role").string("assistant");
  writer.key("content").array().end().key("tool_plan").string("").key("tool_calls").array().end();
  writer.key("citations").array().end().end().end().end();
  tell_event("message-start", json, out);
}

void StreamWriter::note(const llm::Delta& delta) {
  if (delta.usage) usage_ = delta.usage;
  if (delta.finish && !finish_) finish_ = delta.finish;
  if (!delta.stop_sequence.empty()) stop_sequence_ = delta.stop_sequence;
  if (!delta.extension.empty()) extension_ = delta.extension;
}

void StreamWriter::write(const llm::Delta& delta, std::string& out) {
  if (delta.choice != 0) return;  // There is one answer.
  begin(out);
  note(delta);
  if (!delta.reasoning.empty()) say(Open::thinking, delta.reasoning, out);
  if (delta.reasoning_seal) say_seal(Open::thinking, *delta.reasoning_seal, out);
  say_text(delta, out);
  if (delta.text_seal) say_seal(Open::text, *delta.text_seal, out);
  say_citations(delta.citations, out);
  if (!delta.refusal.empty()) say(Open::text, delta.refusal, out);
  for (const auto& piece : delta.tool_calls) say_call(piece, out);
  for (const auto& image : delta.images) say(Open::text, image_text(image), out);
}

void StreamWriter::open(Open kind, std::string& out) {
  if (open_ == kind) return;
  close(out);
  open_ = kind;
  const std::string_view type = kind == Open::text ? "text" : "thinking";
  std::string json;
  json::Writer writer{json};
  event_begin(writer, "content-start", part_, "content");
  writer.object().key("type").string(type).key(type).string("").end();
  event_end(writer);
  tell_event("content-start", json, out);
  if (kind == Open::text) told_.add(part_, {});
}

void StreamWriter::close(std::string& out) {
  if (open_ == Open::nothing) return;
  tell_end("content-end", part_++, out);
  open_ = Open::nothing;
}

void StreamWriter::say(Open kind, std::string_view words, std::string& out) {
  open(kind, out);
  std::string json;
  json::Writer writer{json};
  event_begin(writer, "content-delta", part_, "content");
  writer.object().key(kind == Open::text ? "text" : "thinking").string(words).end();
  event_end(writer);
  tell_event("content-delta", json, out);
  if (kind == Open::text) told_.add(part_, words);
}

void StreamWriter::say_text(const llm::Delta& delta, std::string& out) {
  const auto& tokens = delta.logprobs;
  if (tokens.empty()) {
    if (!delta.text.empty()) say(Open::text, delta.text, out);
    return;
  }
  open(Open::text, out);
  const auto tell = [&](std::string_view text, std::span<const llm::TokenLogprob> said) {
    std::string json;
    json::Writer writer{json};
    event_begin(writer, "content-delta", part_, "content");
    writer.object().key("text").string(text).end().end().end().key("logprobs");
    write_logprobs(writer, said);
    writer.end();
    tell_event("content-delta", json, out);
    told_.add(part_, text);
  };
  if (!spell_out(tokens, delta.text)) return tell(delta.text, tokens);
  for (const auto& token : tokens) tell(token.token, {&token, 1});
}

void StreamWriter::say_seal(Open kind, const llm::Seal& seal, std::string& out) {
  open(kind, out);
  std::string json;
  json::Writer writer{json};
  event_begin(writer, "content-delta", part_, "content").object();
  writer.key(kind == Open::text ? "text" : "thinking").string("");
  write_signature(writer, seal);
  writer.end();
  event_end(writer);
  tell_event("content-delta", json, out);
  close(out);  // It vouches for what stands before it.
}

void StreamWriter::say_citations(const std::vector<llm::Citation>& citations, std::string& out) {
  for (const auto& citation : told_.cite(citations)) {
    std::string json;
    json::Writer writer{json};
    event_begin(writer, "citation-start", cited_, "citations").raw(citation);
    event_end(writer);
    tell_event("citation-start", json, out);
    tell_end("citation-end", cited_++, out);
  }
}

void StreamWriter::tell_arguments(std::string_view arguments, std::string& out) const {
  std::string json;
  json::Writer writer{json};
  event_begin(writer, "tool-call-delta", calls_ - 1, "tool_calls").object();
  writer.key("function").object().key("arguments").string(arguments).end().end();
  event_end(writer);
  tell_event("tool-call-delta", json, out);
}

bool StreamWriter::is_call_complete() const {
  return json::Document::parse(call_->arguments).has_value();
}

void StreamWriter::close_call(std::string& out) {
  if (!call_) return;
  // Clients read the arguments as JSON, and a tool without any as an empty object.
  if (call_->arguments.empty()) tell_arguments("{}", out);
  tell_end("tool-call-end", calls_ - 1, out);
  ended_.push_back(call_->index);
  call_.reset();
}

void StreamWriter::say_call(const llm::ToolCallDelta& piece, std::string& out) {
  if (call_ && call_->index == piece.index) {
    if (piece.arguments.empty()) return;
    call_->arguments += piece.arguments;
    tell_arguments(piece.arguments, out);
    if (!waiting_.empty() && is_call_complete()) say_waiting(out);
    return;
  }
  if (std::ranges::find(ended_, piece.index) != ended_.end()) return;
  if (call_ && (!waiting_.empty() || !is_call_complete())) {
    const auto same = std::ranges::find(waiting_, piece.index, &llm::ToolCallDelta::index);
    if (same == waiting_.end()) {
      waiting_.push_back(piece);
    } else {
      add_piece(piece, *same);
    }
    return;
  }
  close_call(out);
  close(out);
  call_ = piece;
  std::string json;
  json::Writer writer{json};
  event_begin(writer, "tool-call-start", calls_++, "tool_calls");
  write_call(writer, head_, piece, "");
  event_end(writer);
  tell_event("tool-call-start", json, out);
  if (!piece.arguments.empty()) tell_arguments(piece.arguments, out);
}

void StreamWriter::say_waiting(std::string& out) {
  for (const auto& call : std::exchange(waiting_, {})) say_call(call, out);
}

void StreamWriter::end(std::string& out) {
  begin(out);
  while (!waiting_.empty()) {
    close_call(out);
    say_waiting(out);
  }
  close_call(out);
  close(out);
  std::string json;
  json::Writer writer{json};
  writer.object().key("type").string("message-end").key("id").string(head_.id);
  writer.key("delta").object();
  const auto calls = calls_ > 0 ? Calls::some : Calls::none;
  writer.key("finish_reason").string(finish_word(finish_, stop_sequence_, calls));
  if (usage_) {
    writer.key("usage");
    write_usage(writer, *usage_);
  }
  writer.end();
  if (!extension_.empty()) writer.key("quorum").raw(one_line(extension_));
  writer.end();
  tell_event("message-end", json, out);
  out.append("data: [DONE]\n\n");
}

void StreamWriter::fail(const Error& error, std::string& out) {
  std::string json;
  json::Writer writer{json};
  writer.object().key("type").string("message-end").key("id").string(head_.id);
  writer.key("delta").object().key("finish_reason").string("ERROR");
  writer.key("error").string(error.message);
  if (usage_) {
    writer.key("usage");
    write_usage(writer, *usage_);
  }
  writer.end().end();
  tell_event("message-end", json, out);
}

ReplyWriter::Part& ReplyWriter::part(bool is_thought) {
  // What a seal vouches for is complete.
  if (parts_.empty() || parts_.back().is_thought != is_thought || parts_.back().seal) {
    parts_.push_back({.is_thought = is_thought});
  }
  return parts_.back();
}

void ReplyWriter::add_text(std::string_view text) {
  part(false).words += text;
  told_.add(static_cast<std::int64_t>(parts_.size()) - 1, text);
}

void ReplyWriter::add(const llm::Delta& delta) {
  if (delta.choice != 0) return;
  if (!delta.reasoning.empty()) part(true).words += delta.reasoning;
  if (delta.reasoning_seal) part(true).seal = delta.reasoning_seal;
  if (!delta.text.empty()) add_text(delta.text);
  if (delta.text_seal) part(false).seal = delta.text_seal;
  whole_.citations.insert(whole_.citations.end(), delta.citations.begin(), delta.citations.end());
  if (!delta.refusal.empty()) add_text(delta.refusal);
  for (const auto& image : delta.images) add_text(image_text(image));
  for (const auto& piece : delta.tool_calls) {
    const auto call = std::ranges::find(whole_.tool_calls, piece.index, &llm::ToolCallDelta::index);
    if (call == whole_.tool_calls.end()) {
      whole_.tool_calls.push_back(piece);
    } else {
      add_piece(piece, *call);
    }
  }
  whole_.logprobs.insert(whole_.logprobs.end(), delta.logprobs.begin(), delta.logprobs.end());
  if (delta.finish && !whole_.finish) whole_.finish = delta.finish;
  if (!delta.stop_sequence.empty()) whole_.stop_sequence = delta.stop_sequence;
  if (delta.usage) whole_.usage = delta.usage;
  if (!delta.extension.empty()) whole_.extension = delta.extension;
}

void ReplyWriter::write_message(json::Writer& writer) const {
  writer.object().key("role").string("assistant");
  if (!parts_.empty()) {
    writer.key("content").array();
    for (const auto& part : parts_) {
      const std::string_view type = part.is_thought ? "thinking" : "text";
      writer.object().key("type").string(type).key(type).string(part.words);
      if (part.seal) write_signature(writer, *part.seal);
      writer.end();
    }
    writer.end();
  }
  if (!whole_.tool_calls.empty()) {
    writer.key("tool_calls").array();
    for (const auto& call : whole_.tool_calls) {
      write_call(writer, head_, call, call.arguments.empty() ? "{}" : call.arguments);
    }
    writer.end();
  }
  if (!whole_.citations.empty()) {
    writer.key("citations").array();
    for (const auto& citation : told_.cite(whole_.citations)) writer.raw(citation);
    writer.end();
  }
  writer.end();
}

std::string ReplyWriter::end() {
  std::string out;
  json::Writer writer{out};
  writer.object().key("id").string(head_.id);
  const auto calls = whole_.tool_calls.empty() ? Calls::none : Calls::some;
  writer.key("finish_reason").string(finish_word(whole_.finish, whole_.stop_sequence, calls));
  writer.key("message");
  write_message(writer);
  if (whole_.usage) {
    writer.key("usage");
    write_usage(writer, *whole_.usage);
  }
  if (!whole_.logprobs.empty()) {
    writer.key("logprobs").array();
    for (const auto& token : whole_.logprobs) write_logprobs(writer, {&token, 1});
    writer.end();
  }
  if (!whole_.extension.empty()) writer.key("quorum").raw(whole_.extension);
  writer.end();
  return out;
}

}  // namespace quorum::cohere
