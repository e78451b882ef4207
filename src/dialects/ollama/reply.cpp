#include "dialects/ollama/reply.hpp"

#include "core/try.hpp"
#include "dialects/count.hpp"
#include "dialects/ollama/error.hpp"
#include "dialects/ollama/image.hpp"
#include "dialects/refusal.hpp"

namespace quorum::ollama {
namespace {

using json::Kind;
using json::Value;

// Nobody calls so many tools at once.
constexpr std::size_t kCallsMax = 512;

std::string_view text(Value value) { return value.string().value_or(""); }

bool is_error(Value line) { return line["error"].exists() && !line["error"].is(Kind::null); }

void read_logprobs(Value list, llm::Delta& delta) {
  for (const auto entry : list) {
    llm::TokenLogprob read{.token = std::string{text(entry["token"])},
                           .logprob = entry["logprob"].number().value_or(0)};
    for (const auto top : entry["top_logprobs"]) {
      read.top.push_back({.token = std::string{text(top["token"])},
                          .logprob = top["logprob"].number().value_or(0)});
    }
    delta.logprobs.push_back(std::move(read));
  }
}

/// A count is left out where it is zero, and that of the prompt where the server still knew it.
std::optional<llm::Usage> read_usage(Value line) {
  const auto prompt = dialects::count_of(line["prompt_eval_count"]);
  const auto completion = dialects::count_of(line["eval_count"]);
  if (!prompt && !completion) return std::nullopt;
  return llm::Usage{.prompt = prompt.value_or(0), .completion = completion.value_or(0)};
}

llm::Finish read_finish(Value line, std::size_t calls) {
  const auto reason = text(line["done_reason"]);
  if (reason == "length") return llm::Finish::length;
  if (reason == "content_filter") return llm::Finish::content_filter;
  return calls > 0 ? llm::Finish::tool_calls : llm::Finish::stop;
}

}  // namespace

void LineReader::read_calls(Value message, llm::Delta& delta) {
  for (const auto call : message["tool_calls"]) {
    const auto function = call["function"];
    if (!function.is(Kind::object) || calls_ == kCallsMax) continue;
    const auto arguments = function["arguments"];
    // Servers that only resemble Ollama send the text that OpenAI sends.
    const auto spelled = arguments.string().value_or(arguments.raw());
    delta.tool_calls.push_back({.index = calls_++,
                                .id = std::string{text(call["id"])},
                                .name = std::string{text(function["name"])},
                                .arguments = std::string{spelled.empty() ? "{}" : spelled}});
  }
}

llm::Delta LineReader::read(Value line) {
  llm::Delta delta;
  if (!is_named_) delta.model = text(line["model"]);
  is_named_ = is_named_ || !delta.model.empty();
  const auto message = line["message"];
  // `/api/generate` says the same things one level higher.
  const auto source = message.is(Kind::object) ? message : line;
  const auto words = message.is(Kind::object) ? message["content"] : line["response"];
  delta.reasoning = text(source["thinking"]);
  has_thinking_ = has_thinking_ || !delta.reasoning.empty();
  if (has_thinking_) {
    tags_.finish(delta);
    delta.text += text(words);
  } else {
    tags_.push(text(words), delta);
  }
  read_calls(source, delta);
  for (const auto value : source["images"]) {
    if (auto image = image_of(text(value))) delta.images.push_back(std::move(*image));
  }
  read_logprobs(line["logprobs"], delta);
  if (line["done"].boolean() == true) finish(line, delta);
  return delta;
}

void LineReader::finish(Value line, llm::Delta& delta) {
  tags_.finish(delta);
  delta.finish = read_finish(line, calls_);
  delta.usage = read_usage(line);
  is_done_ = true;
}

Result<> StreamReader::read(std::string_view, std::string_view data,
                            std::vector<llm::Delta>& deltas) {
  if (lines_.is_done() || data.empty()) return {};
  const auto document = json::Document::parse(data);
  if (!document) return dialects::unreadable(provider_, document.error().message, data);
  const auto line = document->root();
  if (is_error(line)) return explain_line(provider_, line);
  if (!line.is(Kind::object)) return dialects::unreadable(provider_, "no object", data);
  auto delta = lines_.read(line);
  if (delta != llm::Delta{}) deltas.push_back(std::move(delta));
  return {};
}

Result<> StreamReader::end(std::vector<llm::Delta>&) {
  if (!lines_.is_done()) return dialects::cut(provider_);
  return {};
}

/// Quotes inside a JSON string are escaped, so no text of a model can look like a member.
dialects::Outline StreamReader::outline(std::string_view raw) const {
  return {.may_matter = !raw.contains("\"done\":false") || raw.contains("\"error\"")};
}

Result<llm::Delta> read_reply(std::string_view provider, std::string_view body) {
  const auto document = json::Document::parse(body);
  if (!document) return dialects::unreadable(provider, document.error().message, body);
  const auto root = document->root();
  if (is_error(root)) return explain_line(provider, root);
  if (!root["message"].is(Kind::object) && !root["response"].is(Kind::string)) {
    return dialects::unreadable(provider, "no message", body);
  }
  LineReader lines;
  auto reply = lines.read(root);
  if (root["done"].boolean() == false) return dialects::cut(provider);
  if (!lines.is_done()) lines.finish(root, reply);
  return reply;
}

}  // namespace quorum::ollama
