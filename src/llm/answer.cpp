#include "llm/answer.hpp"

#include <utility>

#include "core/try.hpp"

namespace quorum::llm {
namespace {

// Nobody calls so many tools at once; a provider gone mad must not cost us the memory.
constexpr std::size_t kCallsMax = 512;
constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

}  // namespace

/// The part that is being told, or a new one of its kind.
template <typename Content>
Content& AnswerBuilder::last() {
  auto& parts = answer_.message.parts;
  if (parts.empty() || !std::holds_alternative<Content>(parts.back().content)) {
    parts.push_back({.content = Content{}});
  }
  return std::get<Content>(parts.back().content);
}

/// A seal ends the thoughts before it, so what comes behind one is another thought.
Reasoning& AnswerBuilder::open_thought() {
  auto& thought = last<Reasoning>();
  if (!thought.seal) return thought;
  auto& parts = answer_.message.parts;
  parts.push_back({.content = Reasoning{}});
  return std::get<Reasoning>(parts.back().content);
}

void AnswerBuilder::add(const Delta& delta) {
  if (delta.choice != 0) return;
  if (!delta.reasoning.empty()) open_thought().text += delta.reasoning;
  if (delta.reasoning_seal) open_thought().seal = delta.reasoning_seal;
  add_text(delta);
  if (!delta.refusal.empty()) last<Refusal>().text += delta.refusal;
  add_calls(delta);
  for (const auto& image : delta.images) answer_.message.parts.push_back({.content = image});
  for (const auto& opaque : delta.opaque) answer_.message.parts.push_back({.content = opaque});
  if (delta.finish) answer_.finish = delta.finish;
  if (delta.usage) answer_.usage = delta.usage;
  if (!delta.id.empty()) answer_.id = delta.id;
  if (!delta.model.empty()) answer_.model = delta.model;
}

/// The same of text.
Text& AnswerBuilder::open_text() {
  auto& text = last<Text>();
  if (!text.seal) return text;
  auto& parts = answer_.message.parts;
  parts.push_back({.content = Text{}});
  return std::get<Text>(parts.back().content);
}

void AnswerBuilder::add_text(const Delta& delta) {
  if (!delta.text.empty()) open_text().text += delta.text;
  if (delta.text_seal) open_text().seal = delta.text_seal;
  if (delta.citations.empty()) return;
  auto& citations = last<Text>().citations;
  citations.insert(citations.end(), delta.citations.begin(), delta.citations.end());
}

void AnswerBuilder::add_calls(const Delta& delta) {
  for (const auto& piece : delta.tool_calls) {
    if (piece.index >= kCallsMax) continue;
    if (piece.index >= calls_.size()) calls_.resize(piece.index + 1, kNowhere);
    auto& at = calls_[piece.index];
    auto& parts = answer_.message.parts;
    if (at == kNowhere) {
      at = parts.size();
      parts.push_back({.content = ToolCall{.kind = piece.kind}});
    }
    auto& call = std::get<ToolCall>(parts[at].content);
    if (call.id.empty()) call.id = piece.id;
    call.name += piece.name;
    call.arguments += piece.arguments;
    if (piece.seal) call.seal = piece.seal;
  }
}

Answer AnswerBuilder::take() { return std::move(answer_); }

Task<Result<Answer>> gather(std::unique_ptr<ChatStream> stream) {
  AnswerBuilder builder;
  while (true) {
    QUORUM_CO_TRY(const auto batch, co_await stream->next());
    if (!batch) break;
    for (const auto& delta : batch->deltas) builder.add(delta);
  }
  auto answer = builder.take();
  answer.notes = stream->notes();
  co_return answer;
}

// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters): it outlives the task.
Task<Result<Answer>> ask(ChatBackend& backend, Call call, CallContext context) {
  QUORUM_CO_TRY(auto stream, co_await backend.open(std::move(call), context));
  co_return co_await gather(std::move(stream));
}

}  // namespace quorum::llm
