#include "testkit/answer.hpp"

#include <fmt/format.h>

#include <string_view>

namespace quorum::testkit {
namespace {

std::string line(std::string_view name, std::string_view text) {
  return text.empty() ? "" : fmt::format("{}: {}\n", name, text);
}

std::string told_usage(const llm::Usage& usage) {
  auto text = fmt::format("{} + {}", usage.prompt, usage.completion);
  if (usage.cached_read) text += fmt::format(", cached {}", *usage.cached_read);
  if (usage.cache_write) text += fmt::format(", written {}", *usage.cache_write);
  if (usage.reasoning) text += fmt::format(", reasoning {}", *usage.reasoning);
  return text;
}

void add_call(const llm::ToolCallDelta& piece, std::vector<llm::ToolCall>& calls) {
  if (piece.index >= calls.size()) calls.resize(piece.index + 1);
  auto& call = calls[piece.index];
  call.id += piece.id;
  call.name += piece.name;
  call.arguments += piece.arguments;
}

template <typename Item>
void append(const std::vector<Item>& more, std::vector<Item>& all) {
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

bool Answer::operator==(const Answer& other) const {
  const auto code = [](const auto& error) {
    return error ? std::optional{error->code} : std::nullopt;
  };
  return id == other.id && model == other.model && reasoning == other.reasoning &&
         text == other.text && refusal == other.refusal && seals == other.seals &&
         calls == other.calls && citations == other.citations && images == other.images &&
         finishes == other.finishes && usage == other.usage && code(error) == code(other.error);
}

Answer add_up(const std::vector<llm::Delta>& deltas) {
  Answer answer;
  for (const auto& delta : deltas) {
    if (delta.usage) answer.usage = delta.usage;
    if (delta.choice != 0) continue;
    answer.id += delta.id;
    answer.model += delta.model;
    answer.reasoning += delta.reasoning;
    answer.text += delta.text;
    answer.refusal += delta.refusal;
    if (delta.reasoning_seal) answer.seals.push_back(*delta.reasoning_seal);
    if (delta.finish) answer.finishes.push_back(*delta.finish);
    for (const auto& piece : delta.tool_calls) add_call(piece, answer.calls);
    append(delta.citations, answer.citations);
    append(delta.images, answer.images);
  }
  return answer;
}

std::string told(const Answer& answer) {
  auto text = line("id", answer.id) + line("model", answer.model) + line("text", answer.text) +
              line("reasoning", answer.reasoning) + line("refusal", answer.refusal);
  for (const auto& seal : answer.seals) {
    text += line("seal", fmt::format("{} {}", name(seal.maker), seal.data));
  }
  for (const auto& call : answer.calls) {
    text += line("call", fmt::format("{} {} {}", call.id, call.name, call.arguments));
  }
  for (const auto& citation : answer.citations) {
    text += line("citation", fmt::format("{}-{} {} {}", citation.begin.value_or(-1),
                                         citation.end.value_or(-1), citation.title, citation.url));
  }
  for (const auto finish : answer.finishes) text += line("finish", name(finish));
  if (answer.usage) text += line("usage", told_usage(*answer.usage));
  if (!answer.error) return text;
  const auto& reason = answer.error->reason;
  return text + line("error", fmt::format("{} {} {}", name(answer.error->code),
                                          reason.empty() ? "-" : reason, answer.error->message));
}

}  // namespace quorum::testkit
