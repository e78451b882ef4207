#include "dialects/anthropic/stop.hpp"

namespace quorum::anthropic {

std::optional<llm::Finish> finish_of(std::string_view stop_reason) {
  if (stop_reason.empty()) return std::nullopt;
  if (stop_reason == "tool_use") return llm::Finish::tool_calls;
  if (stop_reason == "refusal") return llm::Finish::content_filter;
  if (stop_reason == "max_tokens" || stop_reason == "model_context_window_exceeded") {
    return llm::Finish::length;
  }
  return llm::Finish::stop;  // `end_turn`, `stop_sequence`, `pause_turn`, `compaction`.
}

std::string_view stop_reason_of(const Ending& ending) {
  switch (ending.finish.value_or(llm::Finish::stop)) {
    case llm::Finish::length: return "max_tokens";
    case llm::Finish::content_filter: return "refusal";
    case llm::Finish::tool_calls: return ending.has_calls ? "tool_use" : "end_turn";
    case llm::Finish::stop:
    case llm::Finish::error: break;
  }
  if (ending.has_refusal) return "refusal";
  if (ending.has_calls) return "tool_use";
  return ending.has_stop_sequence ? "stop_sequence" : "end_turn";
}

bool is_explanation(const llm::Delta& delta) {
  return !delta.refusal.empty() && delta.finish == llm::Finish::content_filter;
}

void write_stop_details(json::Writer& writer, std::string_view stop_reason,
                        std::string_view explanation) {
  if (stop_reason != "refusal") {
    writer.null();
    return;
  }
  writer.object().key("type").string("refusal").key("category").null().key("explanation");
  explanation.empty() ? writer.null() : writer.string(explanation);
  writer.end();
}

}  // namespace quorum::anthropic
