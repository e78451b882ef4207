#include "dialects/openai_completions/reply.hpp"

#include <fmt/format.h>

#include <optional>

#include "core/try.hpp"
#include "dialects/openai_chat/error.hpp"
#include "dialects/openai_chat/usage.hpp"
#include "dialects/openai_completions/logprobs.hpp"
#include "dialects/refusal.hpp"

namespace quorum::openai_completions {
namespace {

using json::Kind;
using json::Value;

// More answers side by side than anybody asks for.
constexpr std::size_t kChoicesMax = 128;

std::string_view text(Value value) { return value.string().value_or(""); }

/// The error object in `chunk`, if that is one.
Value find_error(Value chunk, std::string_view event_name) {
  const auto error = chunk["error"];
  if (error.exists() && !error.is(Kind::null)) return error;
  const bool is_error = event_name == "error" || text(chunk["object"]) == "error";
  return is_error ? chunk : Value{};
}

std::optional<llm::Finish> read_finish(Value value) {
  const auto word = text(value);
  if (word.empty()) return std::nullopt;
  if (word == "length") return llm::Finish::length;
  if (word == "content_filter") return llm::Finish::content_filter;
  if (word == "error") return llm::Finish::error;
  return llm::Finish::stop;  // `stop`, `eos` and what will be invented.
}

Error stopped(std::string_view provider) {
  return {.code = Errc::upstream_failed,
          .message = fmt::format("{} broke off its answer with an error.", provider)};
}

std::size_t index_of(Value choice) {
  const auto index = choice["index"].integer().value_or(0);
  return index < 0 || index >= static_cast<std::int64_t>(kChoicesMax)
             ? 0
             : static_cast<std::size_t>(index);
}

}  // namespace

Result<std::vector<llm::Delta>> read_reply(std::string_view provider, std::string_view body) {
  const auto document = json::Document::parse(body);
  if (!document) return dialects::unreadable(provider, document.error().message, body);
  const auto root = document->root();
  if (const auto error = find_error(root, ""); error.exists()) {
    return openai_chat::explain_object(provider, error);
  }
  if (root["choices"].size() == 0) return dialects::unreadable(provider, "no choices", body);
  std::vector<llm::Delta> deltas;
  for (const auto choice : root["choices"]) {
    auto& delta = deltas.emplace_back();
    delta.choice = index_of(choice);
    delta.text = text(choice["text"]);
    delta.logprobs = read_logprobs(choice["logprobs"]);
    delta.finish = read_finish(choice["finish_reason"]).value_or(llm::Finish::stop);
    if (delta.finish == llm::Finish::error) return stopped(provider);
  }
  deltas.front().id = text(root["id"]);
  deltas.front().model = text(root["model"]);
  deltas.back().usage = openai_chat::read_usage(root["usage"]);
  return deltas;
}

Result<> StreamReader::read_choice(Value choice, std::vector<llm::Delta>& deltas) {
  llm::Delta delta{.choice = index_of(choice), .text = std::string{text(choice["text"])}};
  delta.logprobs = read_logprobs(choice["logprobs"]);
  begun_.insert(delta.choice);
  const auto finish = read_finish(choice["finish_reason"]);
  if (finish == llm::Finish::error) return stopped(provider_);
  if (finish && finished_.insert(delta.choice).second) delta.finish = finish;
  if (delta != llm::Delta{.choice = delta.choice}) deltas.push_back(std::move(delta));
  return {};
}

Result<> StreamReader::read(std::string_view name, std::string_view data,
                            std::vector<llm::Delta>& deltas) {
  if (is_done_ || data.empty()) return {};
  if (data == "[DONE]") {
    if (!has_begun_) return dialects::cut(provider_);
    is_done_ = true;
    return {};
  }
  has_begun_ = true;
  const auto document = json::Document::parse(data);
  if (!document) return dialects::unreadable(provider_, document.error().message, data);
  const auto chunk = document->root();
  if (const auto error = find_error(chunk, name); error.exists()) {
    return openai_chat::explain_object(provider_, error);
  }
  if (!is_named_) {
    llm::Delta named{.id = std::string{text(chunk["id"])},
                     .model = std::string{text(chunk["model"])}};
    is_named_ = named != llm::Delta{};
    if (is_named_) deltas.push_back(std::move(named));
  }
  for (const auto choice : chunk["choices"]) QUORUM_CHECK(read_choice(choice, deltas));
  auto usage = openai_chat::read_usage(chunk["usage"]);
  has_closing_usage_ = usage.has_value() && chunk["choices"].size() == 0;
  if (usage) deltas.push_back({.usage = usage});
  return {};
}

Result<> StreamReader::end(std::vector<llm::Delta>& deltas) {
  const bool has_all = !begun_.empty() && finished_ == begun_;
  if (!is_done_ && !has_all && !has_closing_usage_) return dialects::cut(provider_);
  if (begun_.empty()) begun_.insert(0);
  for (const auto choice : begun_) {
    if (!finished_.insert(choice).second) continue;
    deltas.push_back({.choice = choice, .finish = llm::Finish::stop});
  }
  return {};
}

}  // namespace quorum::openai_completions
