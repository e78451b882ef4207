#include "dialects/openai_responses/writer.hpp"

#include <fmt/format.h>

#include "dialects/openai_chat/error.hpp"
#include "json/value.hpp"

namespace quorum::openai_responses {

Answer::Answer(const ReplyHead& head) : envelope_(head), output_(head.id, events_) {}

void Answer::add(const llm::Delta& delta) {
  if (delta.choice != 0) return;
  output_.add(delta);
  if (delta.usage) usage_ = delta.usage;
  if (delta.finish && !finish_) finish_ = delta.finish;
  if (!delta.service_tier.empty()) envelope_.set_service_tier(delta.service_tier);
  if (!delta.extension.empty()) envelope_.add_extension(delta.extension);
}

std::string Answer::object(const Outcome& outcome) const {
  std::string out;
  json::Writer writer{out};
  envelope_.write(writer, outcome, output_.json());
  return out;
}

std::string Answer::begun() const { return object({}); }

bool Answer::is_incomplete() const {
  return finish_ == llm::Finish::length || finish_ == llm::Finish::content_filter;
}

std::string_view Answer::status() const {
  if (finish_ == llm::Finish::error) return "failed";
  return is_incomplete() ? "incomplete" : "completed";
}

std::string Answer::finish() {
  if (finish_ == llm::Finish::error) {
    return fail({.code = Errc::upstream_failed, .message = "The model broke off its answer."});
  }
  output_.close(is_incomplete() ? Output::Ending::incomplete : Output::Ending::complete);
  Outcome outcome{.status = status()};
  if (finish_ == llm::Finish::length) outcome.incomplete_reason = "max_output_tokens";
  if (finish_ == llm::Finish::content_filter) outcome.incomplete_reason = "content_filter";
  if (usage_) outcome.usage = &*usage_;
  return object(outcome);
}

std::string Answer::fail(const Error& error) {
  events_.to(nullptr);
  output_.close(Output::Ending::incomplete);
  Outcome outcome{.status = "failed", .error = &error};
  if (usage_) outcome.usage = &*usage_;
  return object(outcome);
}

void StreamWriter::begin() {
  if (is_begun_) return;
  is_begun_ = true;
  const auto response = answer_.begun();
  for (const auto* type : {"response.created", "response.in_progress"}) {
    answer_.events().send(type,
                          [&](json::Writer& writer) { writer.key("response").raw(response); });
  }
}

void StreamWriter::write(const llm::Delta& delta, std::string& out) {
  answer_.events().to(&out);
  begin();
  answer_.add(delta);
}

void StreamWriter::end(std::string& out) {
  answer_.events().to(&out);
  begin();
  const auto response = answer_.finish();
  answer_.events().to(&out);
  answer_.events().send(fmt::format("response.{}", answer_.status()),
                        [&](json::Writer& writer) { writer.key("response").raw(response); });
}

void StreamWriter::fail(const Error& error, std::string& out) {
  answer_.events().to(&out);
  begin();
  const auto text = openai_chat::write_error(error);
  const auto document = json::Document::parse(text);
  const auto object = document ? document->root()["error"] : json::Value{};
  answer_.events().send("error", [&](json::Writer& writer) {
    for (const auto* name : {"code", "message", "param"}) writer.key(name).raw(object[name].raw());
    writer.key("error").raw(object.raw());
  });
  const auto response = answer_.fail(error);
  answer_.events().to(&out);
  answer_.events().send("response.failed",
                        [&](json::Writer& writer) { writer.key("response").raw(response); });
}

}  // namespace quorum::openai_responses
