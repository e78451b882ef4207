#include "dialects/gemini/answer.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "dialects/gemini/parts.hpp"
#include "dialects/gemini/words.hpp"

namespace quorum::gemini {
namespace {

// What cannot happen has no finite logarithm.
double finite(double logprob) { return std::isfinite(logprob) ? logprob : -9999.0; }

void write_token(json::Writer& writer, const llm::TokenLogprob& token) {
  writer.object().key("token").string(token.token);
  writer.key("logProbability").number(finite(token.logprob)).end();
}

/// Where the first `count` characters of `text` end, in bytes.
std::size_t byte_of(std::string_view text, std::int64_t count) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool is_start = (text[at] & '\xC0') != '\x80';
    if (is_start && count-- == 0) break;
  }
  return at;
}

}  // namespace

void Answer::add(const llm::Delta& delta) {
  const bool says_other = !delta.reasoning.empty() || delta.reasoning_seal || !delta.text.empty() ||
                          delta.text_seal || !delta.refusal.empty();
  if (says_other) settle_calls();
  add_thought(delta);
  add_text(delta.text, delta.text_seal);
  add_text(delta.refusal, std::nullopt);
  citations_.insert(citations_.end(), delta.citations.begin(), delta.citations.end());
  add_calls(delta);
  if (!delta.images.empty() || !delta.opaque.empty()) settle_calls();
  for (const auto& image : delta.images) parts_.push_back({.content = image});
  for (const auto& opaque : delta.opaque) parts_.push_back({.content = opaque});
  logprobs_.insert(logprobs_.end(), delta.logprobs.begin(), delta.logprobs.end());
  if (delta.finish && !finish_) finish_ = delta.finish;
}

void Answer::add_thought(const llm::Delta& delta) {
  if (delta.reasoning.empty() && !delta.reasoning_seal) return;
  auto* last = parts_.empty() ? nullptr : std::get_if<llm::Reasoning>(&parts_.back().content);
  if (last == nullptr || last->seal) {
    parts_.push_back({.content = llm::Reasoning{}});
    last = std::get_if<llm::Reasoning>(&parts_.back().content);
  }
  last->text += delta.reasoning;
  last->seal = delta.reasoning_seal;
}

void Answer::add_text(std::string_view text, const std::optional<llm::Seal>& seal) {
  if (text.empty() && !seal) return;
  auto* last = parts_.empty() ? nullptr : std::get_if<llm::Text>(&parts_.back().content);
  const bool continues = last != nullptr && !last->seal && (!seal || text.empty());
  if (!continues) {
    parts_.push_back({.content = llm::Text{}});
    last = std::get_if<llm::Text>(&parts_.back().content);
  }
  last->text += text;
  last->seal = seal;
  text_ += text;
}

void Answer::add_calls(const llm::Delta& delta) {
  for (const auto& piece : delta.tool_calls) {
    const auto call = std::ranges::find(calls_, piece.index, &llm::ToolCallDelta::index);
    if (call == calls_.end()) {
      calls_.push_back(piece);
      continue;
    }
    if (call->id.empty()) call->id = piece.id;
    call->name += piece.name;
    call->arguments += piece.arguments;
    if (piece.seal) call->seal = piece.seal;
  }
}

void Answer::settle_calls() {
  for (auto& call : calls_) {
    parts_.push_back({.content = llm::ToolCall{.id = std::move(call.id),
                                               .name = std::move(call.name),
                                               .arguments = std::move(call.arguments),
                                               .kind = call.kind,
                                               .seal = std::move(call.seal)}});
  }
  calls_.clear();
}

void Answer::write_content(json::Writer& writer) {
  writer.key("content").object().key("role").string("model").key("parts").array();
  bool is_empty = true;
  for (const auto& part : parts_) {
    if (fit_of(part, Seals::all) != Fit::fits) continue;
    is_empty = false;
    write_part(writer, part, Seals::all);
  }
  // Google's clients want a part even where there is nothing more to say.
  if (is_empty) writer.object().key("text").string("").end();
  writer.end().end();
  parts_.clear();
}

void Answer::write_logprobs(json::Writer& writer) {
  if (logprobs_.empty()) return;
  writer.key("logprobsResult").object().key("topCandidates").array();
  for (const auto& token : logprobs_) {
    writer.object().key("candidates").array();
    for (const auto& top : token.top) write_token(writer, top);
    writer.end().end();
  }
  writer.end().key("chosenCandidates").array();
  for (const auto& token : logprobs_) write_token(writer, token);
  writer.end().end();
  logprobs_.clear();
}

void Answer::write_sources(json::Writer& writer) const {
  if (citations_.empty()) return;
  writer.key("groundingMetadata").object().key("groundingChunks").array();
  for (const auto& citation : citations_) {
    writer.object().key("web").object().key("uri").string(citation.url);
    writer.key("title").string(citation.title).end().end();
  }
  writer.end().key("groundingSupports").array();
  std::int64_t number = 0;
  for (const auto& citation : citations_) {
    const auto index = number++;
    if (!citation.end) continue;
    const auto begin = byte_of(text_, citation.begin.value_or(0));
    const auto end = std::max(begin, byte_of(text_, *citation.end));
    writer.object().key("segment").object();
    writer.key("startIndex").number(static_cast<std::int64_t>(begin));
    writer.key("endIndex").number(static_cast<std::int64_t>(end));
    writer.key("text").string(std::string_view{text_}.substr(begin, end - begin)).end();
    writer.key("groundingChunkIndices").array().number(index).end().end();
  }
  writer.end().end();
}

void Answer::write_words(json::Writer& writer, std::size_t index) {
  writer.object();
  write_content(writer);
  writer.key("index").number(static_cast<std::int64_t>(index));
  write_logprobs(writer);
  writer.end();
}

void Answer::write_end(json::Writer& writer, std::size_t index) {
  settle_calls();
  writer.object();
  write_content(writer);
  writer.key("finishReason").string(finish_word(finish_.value_or(llm::Finish::stop)));
  writer.key("index").number(static_cast<std::int64_t>(index));
  write_sources(writer);
  write_logprobs(writer);
  writer.end();
}

}  // namespace quorum::gemini
