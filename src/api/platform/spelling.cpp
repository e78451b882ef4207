#include "api/platform/spelling.hpp"

#include "sse/parser.hpp"

namespace quorum::api::platform {
namespace {

std::string event(std::string_view name, std::string data) {
  std::string text;
  sse::append_event(text, {.name = std::string(name), .data = std::move(data)});
  return text;
}

std::string object(std::string_view key, std::string_view value) {
  std::string text;
  json::Writer writer(text);
  writer.object().key(key).string(value).end();
  return text;
}

}  // namespace

void Gathered::add(const llm::Delta& delta, KeepText keep) {
  if (keep == KeepText::yes) text += delta.text;
  if (delta.finish) finish = *delta.finish;
  if (delta.usage) usage = delta.usage;
}

std::string NamedEvents::piece(std::string_view text) const {
  std::string data;
  json::Writer writer(data);
  writer.object().key("delta").string(text).key("finish_reason").null();
  writer.key("model").string(model_).end();
  return event("message", std::move(data));
}

std::string NamedEvents::end(const Gathered& answer) const {
  std::string data;
  json::Writer writer(data);
  writer.object().key("finish_reason").string(llm::name(answer.finish)).key("total_tokens");
  // A provider that counts nothing leaves this unknown, which is not zero.
  if (answer.usage) {
    writer.number(answer.usage->total());
  } else {
    writer.null();
  }
  writer.end();
  return event("done", std::move(data));
}

std::string NamedEvents::failure(std::string_view message) const {
  return event("error", object("error", message));
}

std::string PlainEvents::piece(std::string_view text) const {
  return event({}, object("content", text));
}

std::string PlainEvents::end(const Gathered&) const { return event({}, "[DONE]"); }

std::string PlainEvents::failure(std::string_view message) const {
  return event({}, object("error", message));
}

void write_usage(json::Writer& writer, const llm::Usage& usage) {
  writer.object().key("prompt_tokens").number(usage.prompt);
  writer.key("completion_tokens").number(usage.completion);
  writer.key("total_tokens").number(usage.total()).end();
}

std::string write_answer(const Gathered& answer, std::string_view model) {
  std::string text;
  json::Writer writer(text);
  writer.object().key("content").string(answer.text);
  writer.key("finish_reason").string(llm::name(answer.finish));
  writer.key("model").string(model).key("usage");
  write_usage(writer, answer.usage.value_or(llm::Usage{}));
  writer.end();
  return text;
}

}  // namespace quorum::api::platform
