#pragma once
/// For tests: an answer added up from its deltas.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "dialects/gemini/reply.hpp"
#include "llm/delta.hpp"
#include "sse/parser.hpp"

namespace quorum::gemini {

struct Heard {
  struct Choice {
    std::string text, reasoning, refusal;
    std::vector<std::string> seals;  ///< What they stand on and what they say, in order.
    std::vector<llm::ToolCall> calls;
    std::vector<llm::Image> images;
    std::vector<llm::Opaque> opaque;
    std::vector<llm::Citation> citations;
    std::vector<llm::TokenLogprob> logprobs;
    std::vector<llm::Finish> finishes;
    bool operator==(const Choice&) const = default;
  };
  std::map<std::size_t, Choice> choices;
  std::optional<llm::Usage> usage;
  std::string id, model, tier;
  std::optional<Errc> error;
  bool operator==(const Heard&) const = default;
};

inline void hear_seal(Heard::Choice& choice, std::string_view on,
                      const std::optional<llm::Seal>& seal) {
  if (!seal) return;
  choice.seals.push_back(std::string{on} + " " + std::string{llm::name(seal->maker)} + " " +
                         seal->data);
}

inline void hear(Heard& heard, const llm::Delta& delta) {
  auto& choice = heard.choices[delta.choice];
  choice.reasoning += delta.reasoning;
  hear_seal(choice, "thought", delta.reasoning_seal);
  choice.text += delta.text;
  hear_seal(choice, "text", delta.text_seal);
  choice.refusal += delta.refusal;
  for (const auto& piece : delta.tool_calls) {
    if (piece.index >= choice.calls.size()) choice.calls.resize(piece.index + 1);
    auto& call = choice.calls[piece.index];
    call.id += piece.id;
    call.name += piece.name;
    call.arguments += piece.arguments;
    hear_seal(choice, "call " + std::to_string(piece.index), piece.seal);
  }
  const auto append = [](auto& all, const auto& more) {
    all.insert(all.end(), more.begin(), more.end());
  };
  append(choice.images, delta.images);
  append(choice.opaque, delta.opaque);
  append(choice.citations, delta.citations);
  append(choice.logprobs, delta.logprobs);
  if (delta.finish) choice.finishes.push_back(*delta.finish);
  if (delta.usage) heard.usage = delta.usage;
  heard.id += delta.id;
  heard.model += delta.model;
  if (!delta.service_tier.empty()) heard.tier = delta.service_tier;
}

inline Heard hear(const std::vector<llm::Delta>& deltas) {
  Heard heard;
  for (const auto& delta : deltas) hear(heard, delta);
  return heard;
}

/// What a stream says that arrives in these pieces.
inline Heard hear_stream(const std::vector<std::string_view>& pieces,
                         std::vector<llm::Delta>* all = nullptr) {
  sse::Parser parser{16 << 20};
  StreamReader reader{"acme"};
  std::vector<sse::Event> events;
  std::vector<llm::Delta> deltas;
  Result<> outcome;
  for (const auto piece : pieces) {
    if (outcome) outcome = parser.push(piece, events);
  }
  parser.finish(events);
  for (const auto& event : events) {
    if (outcome) outcome = reader.read(event.name, event.data, deltas);
  }
  if (outcome) outcome = reader.end(deltas);
  auto heard = hear(deltas);
  if (!outcome) heard.error = outcome.error().code;
  if (all != nullptr) *all = std::move(deltas);
  return heard;
}

}  // namespace quorum::gemini
