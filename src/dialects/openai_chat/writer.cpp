#include "dialects/openai_chat/writer.hpp"

#include <algorithm>
#include <cmath>

#include "dialects/openai_chat/error.hpp"
#include "dialects/openai_chat/usage.hpp"
#include "json/writer.hpp"

namespace quorum::openai_chat {
namespace {

constexpr std::string_view kIdPrefix = "chatcmpl-";
constexpr std::int64_t kMsPerSecond = 1000;

/// A client that cannot be told `error` by a finish is told `stop`; the error itself came before.
std::string_view finish_word(llm::Finish finish) {
  return name(finish == llm::Finish::error ? llm::Finish::stop : finish);
}

std::string call_id(const ReplyHead& head, const llm::ToolCallDelta& call) {
  if (!call.id.empty()) return call.id;
  std::string made = "call_";
  for (const char c : head.id) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) made += c;
  }
  return made + "_" + std::to_string(call.index);
}

// What cannot happen has no finite logarithm; OpenAI writes it so.
double finite(double logprob) { return std::isfinite(logprob) ? logprob : -9999.0; }

void write_token(json::Writer& writer, const llm::TokenLogprob& token) {
  writer.key("token").string(token.token);
  writer.key("logprob").number(finite(token.logprob));
  writer.key("bytes").array();
  for (const char c : token.token) writer.number(static_cast<int>(static_cast<unsigned char>(c)));
  writer.end();
}

void write_logprobs(json::Writer& writer, const std::vector<llm::TokenLogprob>& logprobs) {
  writer.key("logprobs");
  if (logprobs.empty()) {
    writer.null();
    return;
  }
  writer.object().key("content").array();
  for (const auto& token : logprobs) {
    writer.object();
    write_token(writer, token);
    writer.key("top_logprobs").array();
    for (const auto& top : token.top) {
      writer.object();
      write_token(writer, top);
      writer.end();
    }
    writer.end().end();
  }
  writer.end().key("refusal").null().end();
}

void write_head(json::Writer& writer, const ReplyHead& head, std::string_view object) {
  writer.key("id").string(head.id).key("object").string(object);
  writer.key("created").number(head.created_ms / kMsPerSecond).key("model").string(head.model);
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
  if (head_.include_usage) out += R"(,"usage":null)";
  if (delta != nullptr && !delta->extension.empty()) {
    out.append(R"(,"quorum":)").append(delta->extension);
  }
  out += "}\n\n";
}

void StreamWriter::begin(std::string& out) {
  is_begun_ = true;
  out += prefix_;
  out += R"({"index":0,"delta":{"role":"assistant","content":"","refusal":null},)";
  out += R"("logprobs":null,"finish_reason":null})";
  close_chunk(nullptr, out);
}

void StreamWriter::write_calls(const std::vector<llm::ToolCallDelta>& calls, std::string& out) {
  json::Writer writer{out};
  writer.array();
  for (const auto& call : calls) {
    writer.object().key("index").number(static_cast<std::int64_t>(call.index));
    if (std::ranges::find(calls_, call.index) == calls_.end()) {
      calls_.push_back(call.index);
      writer.key("id").string(call_id(head_, call)).key("type").string("function");
      writer.key("function").object().key("name").string(call.name);
    } else {
      writer.key("function").object();
      if (!call.name.empty()) writer.key("name").string(call.name);
    }
    writer.key("arguments").string(call.arguments).end().end();
  }
  writer.end();
}

void StreamWriter::write(const llm::Delta& delta, std::string& out) {
  if (!is_begun_) begin(out);
  if (delta.usage) usage_ = delta.usage;
  const bool has_words = !delta.text.empty() || !delta.reasoning.empty() ||
                         !delta.refusal.empty() || !delta.tool_calls.empty() ||
                         !delta.logprobs.empty();
  const bool has_finish = delta.finish.has_value() && !has_finish_;
  if (has_words || (!has_finish && !delta.extension.empty())) {
    out += prefix_;
    json::Writer writer{out};
    writer.object().key("index").number(0).key("delta").object();
    if (!delta.reasoning.empty()) writer.key("reasoning_content").string(delta.reasoning);
    if (!delta.text.empty()) writer.key("content").string(delta.text);
    if (!delta.refusal.empty()) writer.key("refusal").string(delta.refusal);
    if (!delta.tool_calls.empty()) {
      std::string calls;
      write_calls(delta.tool_calls, calls);
      writer.key("tool_calls").raw(calls);
    }
    writer.end();
    write_logprobs(writer, delta.logprobs);
    writer.key("finish_reason").null().end();
    close_chunk(has_finish ? nullptr : &delta, out);
  }
  if (!has_finish) return;
  has_finish_ = true;
  out += prefix_;
  out += R"({"index":0,"delta":{},"logprobs":null,"finish_reason":")";
  out.append(finish_word(*delta.finish)).append("\"}");
  close_chunk(&delta, out);
}

void StreamWriter::end(std::string& out) {
  if (!has_finish_) {
    write({.finish = calls_.empty() ? llm::Finish::stop : llm::Finish::tool_calls}, out);
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

void ReplyWriter::add(const llm::Delta& delta) {
  whole_.text += delta.text;
  whole_.reasoning += delta.reasoning;
  whole_.refusal += delta.refusal;
  whole_.logprobs.insert(whole_.logprobs.end(), delta.logprobs.begin(), delta.logprobs.end());
  if (delta.finish && !whole_.finish) whole_.finish = delta.finish;
  if (delta.usage) whole_.usage = delta.usage;
  if (!delta.extension.empty()) whole_.extension = delta.extension;
  for (const auto& piece : delta.tool_calls) {
    const auto call = std::ranges::find(whole_.tool_calls, piece.index, &llm::ToolCallDelta::index);
    if (call == whole_.tool_calls.end()) {
      whole_.tool_calls.push_back(piece);
      continue;
    }
    call->name += piece.name;
    call->arguments += piece.arguments;
  }
}

ReplyWriter::ReplyWriter(ReplyHead head) : head_(std::move(head)) { head_.id.insert(0, kIdPrefix); }

std::string ReplyWriter::end() {
  std::string out;
  json::Writer writer{out};
  writer.object();
  write_head(writer, head_, "chat.completion");
  writer.key("choices").array().object().key("index").number(0);
  writer.key("message").object().key("role").string("assistant").key("content");
  const bool is_silent = whole_.text.empty() && !whole_.tool_calls.empty();
  is_silent ? writer.null() : writer.string(whole_.text);
  writer.key("refusal");
  whole_.refusal.empty() ? writer.null() : writer.string(whole_.refusal);
  if (!whole_.reasoning.empty()) writer.key("reasoning_content").string(whole_.reasoning);
  if (!whole_.tool_calls.empty()) {
    writer.key("tool_calls").array();
    for (const auto& call : whole_.tool_calls) {
      writer.object().key("id").string(call_id(head_, call)).key("type").string("function");
      writer.key("function").object().key("name").string(call.name);
      writer.key("arguments").string(call.arguments).end().end();
    }
    writer.end();
  }
  writer.end();
  write_logprobs(writer, whole_.logprobs);
  const auto silent_finish = is_silent ? llm::Finish::tool_calls : llm::Finish::stop;
  writer.key("finish_reason").string(finish_word(whole_.finish.value_or(silent_finish)));
  writer.end().end();
  if (whole_.usage) {
    writer.key("usage");
    write_usage(writer, *whole_.usage);
  }
  if (!whole_.extension.empty()) writer.key("quorum").raw(whole_.extension);
  writer.end();
  return out;
}

}  // namespace quorum::openai_chat
