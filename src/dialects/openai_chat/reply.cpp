#include "dialects/openai_chat/reply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/try.hpp"
#include "dialects/openai_chat/error.hpp"
#include "dialects/openai_chat/usage.hpp"

namespace quorum::openai_chat {
namespace {

using json::Kind;
using json::Value;

// Nobody calls so many tools at once; a provider gone mad must not cost us the square of it.
constexpr std::size_t kCallsMax = 512;

bool is_given(Value value) { return value.exists() && !value.is(Kind::null); }

std::string_view text(Value value) { return value.string().value_or(""); }

/// Content in parts, as Mistral sends it: `thinking` is reasoning.
void read_parts(Value parts, llm::Delta& delta) {
  for (const auto part : parts) {
    const auto type = text(part["type"]);
    if (type == "text") delta.text += text(part["text"]);
    if (type == "refusal") delta.refusal += text(part["refusal"]);
    if (type != "thinking" && type != "reasoning") continue;
    delta.reasoning += text(part["thinking"]);
    for (const auto inner : part["thinking"]) delta.reasoning += text(inner["text"]);
  }
}

/// One name of several; those who send two of them say the same thing twice.
void read_reasoning(Value message, llm::Delta& delta) {
  for (const auto* name : {"reasoning_content", "reasoning"}) {
    delta.reasoning += text(message[name]);
    if (!delta.reasoning.empty()) return;
  }
  for (const auto detail : message["reasoning_details"]) {
    delta.reasoning += text(detail["text"]);
    delta.reasoning += text(detail["summary"]);
  }
}

void read_call(Value call, llm::ToolCallDelta& read) {
  const auto function = call["function"];
  read.name = text(function["name"]);
  read.arguments = text(function["arguments"]);
  // Some send the arguments as the object they are.
  if (function["arguments"].is(Kind::object)) read.arguments = function["arguments"].raw();
}

void read_calls(Value message, ToolCallMerger& merger, llm::Delta& delta) {
  for (const auto call : message["tool_calls"]) {
    if (!call.is(Kind::object)) continue;
    read_call(call, delta.tool_calls.emplace_back(merger.place(call)));
  }
  // The form before `tool_calls`.
  const auto function = message["function_call"];
  if (!function.is(Kind::object)) return;
  delta.tool_calls.push_back({.name = std::string{text(function["name"])},
                              .arguments = std::string{text(function["arguments"])}});
}

void read_logprobs(Value logprobs, llm::Delta& delta) {
  for (const auto entry : logprobs["content"]) {
    llm::TokenLogprob read{.token = std::string{text(entry["token"])},
                           .logprob = entry["logprob"].number().value_or(0)};
    for (const auto top : entry["top_logprobs"]) {
      read.top.push_back({.token = std::string{text(top["token"])},
                          .logprob = top["logprob"].number().value_or(0)});
    }
    delta.logprobs.push_back(std::move(read));
  }
}

/// A delta or a whole message: they have the same members.
void read_message(Value message, ToolCallMerger& merger, llm::Delta& delta) {
  const auto content = message["content"];
  delta.text += text(content);
  if (content.is(Kind::array)) read_parts(content, delta);
  delta.refusal += text(message["refusal"]);
  read_reasoning(message, delta);
  read_calls(message, merger, delta);
}

constexpr std::string_view kSpace = " \t";

std::optional<llm::Finish> read_finish(Value value) {
  const auto word = text(value);
  const auto is_one_of = [&](std::initializer_list<std::string_view> list) {
    return std::ranges::find(list, word) != list.end();
  };
  if (word.empty()) return std::nullopt;
  if (is_one_of({"length", "max_tokens", "model_length"})) return llm::Finish::length;
  if (is_one_of({"tool_calls", "function_call", "tool_use"})) return llm::Finish::tool_calls;
  if (is_one_of({"content_filter", "safety"})) return llm::Finish::content_filter;
  if (is_one_of({"error", "insufficient_system_resource"})) return llm::Finish::error;
  return llm::Finish::stop;  // `stop`, `eos`, `stop_sequence` and what will be invented.
}

std::optional<llm::Usage> find_usage(Value chunk) {
  if (auto usage = read_usage(chunk["usage"])) return usage;
  if (auto usage = read_usage(chunk["x_groq"]["usage"])) return usage;
  return read_usage(chunk["choices"][0]["usage"]);  // Moonshot's place.
}

/// The error object in `chunk`, if that is one.
Value find_error(Value chunk, std::string_view event_name) {
  if (is_given(chunk["error"])) return chunk["error"];
  const bool is_error = event_name == "error" || text(chunk["object"]) == "error";
  return is_error ? chunk : Value{};
}

Error stopped(std::string_view provider) {
  return {.code = Errc::upstream_failed,
          .message = fmt::format("{} broke off its answer with an error.", provider)};
}

/// Whether what follows the first `name` in `text` is anything but `: null`.
bool has_value(std::string_view text, std::string_view name) {
  for (auto at = text.find(name); at != text.npos; at = text.find(name, at)) {
    at += name.size();
    const auto colon = text.find_first_not_of(kSpace, at);
    if (colon == text.npos || text[colon] != ':') return true;
    const auto value = text.find_first_not_of(kSpace, colon + 1);
    if (value == text.npos || !text.substr(value).starts_with("null")) return true;
  }
  return false;
}

/// Whether an event could bear more than words. Quotes inside a JSON string are escaped, so no text
/// of a model can look like a member's name; what is written in an odd way is looked at closely.
bool may_matter_to_us(std::string_view raw) {
  return !raw.starts_with("data:") || has_value(raw, "\"finish_reason\"") ||
         has_value(raw, "\"usage\"") || has_value(raw, "\"error\"") ||
         raw.find("\"choices\"") == raw.npos;
}

bool says_something(const llm::Delta& delta) { return delta != llm::Delta{}; }

}  // namespace

llm::ToolCallDelta ToolCallMerger::place(json::Value piece) {
  const auto index = piece["index"].integer().value_or(-1);
  const auto id = text(piece["id"]);
  const bool has_name = !text(piece["function"]["name"]).empty();

  // From the back: a number that is used again means the newest call of that number.
  for (std::size_t at = calls_.size(); at-- > 0;) {
    auto& call = calls_[at];
    const bool is_other_id = !id.empty() && !call.id.empty() && call.id != id;
    const bool is_same =
        index >= 0 ? call.index == index && !is_other_id : !id.empty() && call.id == id;
    if (!is_same) continue;
    if (!call.id.empty() || id.empty()) return {.index = at};
    call.id = id;
    return {.index = at, .id = call.id};
  }
  const bool is_continued = index < 0 && id.empty() && !has_name && !calls_.empty();
  if (!is_continued && calls_.size() < kCallsMax)
    calls_.push_back({.id = std::string{id}, .index = index});
  return {.index = calls_.size() - 1, .id = std::string{id}};
}

Result<llm::Delta> read_reply(std::string_view provider, std::string_view body) {
  const auto document = json::Document::parse(body);
  if (!document) return dialects::unreadable(provider, document.error().message, body);
  const auto root = document->root();
  if (const auto error = find_error(root, ""); error.exists()) {
    return explain_object(provider, error);
  }
  if (!root["choices"].is(Kind::array)) return dialects::unreadable(provider, "no choices", body);

  llm::Delta reply{.usage = find_usage(root),
                   .id = std::string{text(root["id"])},
                   .model = std::string{text(root["model"])}};
  const auto choice = root["choices"][0];
  ToolCallMerger merger;
  read_message(choice["message"], merger, reply);
  read_logprobs(choice["logprobs"], reply);
  reply.finish = read_finish(choice["finish_reason"]);
  if (reply.finish == llm::Finish::error) return stopped(provider);
  if (!reply.finish) {
    reply.finish = reply.tool_calls.empty() ? llm::Finish::stop : llm::Finish::tool_calls;
  }
  return reply;
}

bool StreamReader::may_matter(std::string_view raw) const { return may_matter_to_us(raw); }

Result<> StreamReader::read(std::string_view name, std::string_view data,
                            std::vector<llm::Delta>& deltas) {
  if (is_done_ || data.empty()) return {};
  if (data == "[DONE]") {
    is_done_ = true;
    return {};
  }
  const auto document = json::Document::parse(data);
  if (!document) return dialects::unreadable(provider_, document.error().message, data);
  const auto chunk = document->root();
  if (const auto error = find_error(chunk, name); error.exists()) {
    return explain_object(provider_, error);
  }
  llm::Delta delta;
  QUORUM_CHECK(read_chunk(chunk, delta));
  if (says_something(delta)) deltas.push_back(std::move(delta));
  return {};
}

Result<> StreamReader::read_chunk(json::Value chunk, llm::Delta& delta) {
  if (!is_named_) {
    delta.id = text(chunk["id"]);
    delta.model = text(chunk["model"]);
    is_named_ = !delta.id.empty() || !delta.model.empty();
  }
  delta.usage = find_usage(chunk);
  const auto choices = chunk["choices"];
  has_closing_usage_ = delta.usage.has_value() && choices.size() == 0;
  for (const auto choice : choices) {
    // Of several answers side by side we tell the first.
    if (choice["index"].integer().value_or(0) != 0) continue;
    QUORUM_CHECK(read_choice(choice, delta));
  }
  return {};
}

Result<> StreamReader::read_choice(json::Value choice, llm::Delta& delta) {
  read_message(choice["delta"], calls_, delta);
  read_logprobs(choice["logprobs"], delta);
  has_calls_ = has_calls_ || !delta.tool_calls.empty();
  const auto finish = read_finish(choice["finish_reason"]);
  if (finish == llm::Finish::error) return stopped(provider_);
  if (finish && !has_finish_) delta.finish = finish;
  has_finish_ = has_finish_ || finish.has_value();
  return {};
}

Result<> StreamReader::end(std::vector<llm::Delta>& deltas) {
  if (!is_done_ && !has_finish_ && !has_closing_usage_) {
    return dialects::cut(provider_);
  }
  if (!has_finish_) {
    deltas.push_back({.finish = has_calls_ ? llm::Finish::tool_calls : llm::Finish::stop});
    has_finish_ = true;
  }
  return {};
}

}  // namespace quorum::openai_chat
