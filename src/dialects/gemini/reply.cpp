#include "dialects/gemini/reply.hpp"

#include "core/try.hpp"
#include "dialects/gemini/candidate.hpp"
#include "dialects/gemini/error.hpp"
#include "dialects/gemini/fields.hpp"
#include "dialects/gemini/usage.hpp"
#include "dialects/gemini/words.hpp"

namespace quorum::gemini {
namespace {

using json::Kind;
using json::Value;

constexpr std::int64_t kCandidatesMax = 128;

std::string str(Value value) { return std::string{value.string().value_or("")}; }

Value find_error(Value chunk) {
  const auto error = chunk["error"];
  return error.is(Kind::null) ? Value{} : error;
}

}  // namespace

Result<> StreamReader::read(std::string_view, std::string_view data,
                            std::vector<llm::Delta>& deltas) {
  if (data.empty() || data == "[DONE]") return {};
  const auto document = json::Document::parse(data);
  if (!document) return dialects::unreadable(provider_, document.error().message, data);
  return read_chunk(document->root(), deltas);
}

Result<> StreamReader::read_chunk(Value chunk, std::vector<llm::Delta>& deltas) {
  if (const auto error = find_error(chunk); error.exists()) {
    return explain_object(provider_, error);
  }
  const auto first = deltas.size();
  for (const auto piece : chunk["candidates"]) {
    const auto index = integer_of(piece["index"]).value_or(0);
    if (index < 0 || index >= kCandidatesMax) continue;
    const auto at = static_cast<std::size_t>(index);
    read_candidate(piece, at, candidates_[at], deltas);
  }
  llm::Delta whole;
  const auto blocked = member(member(chunk, "promptFeedback"), "blockReason");
  if ((blocked.is(Kind::string) || blocked.is(Kind::number)) && !candidates_[0].has_finish) {
    candidates_[0].has_finish = true;
    whole.finish = llm::Finish::content_filter;
  }
  const auto usage = member(chunk, "usageMetadata");
  whole.usage = read_usage(usage);
  whole.service_tier = read_tier(str(member(usage, "serviceTier")));
  if (!is_named_) {
    whole.id = str(member(chunk, "responseId"));
    whole.model = str(member(chunk, "modelVersion"));
    is_named_ = !whole.id.empty() || !whole.model.empty();
  }
  if (whole == llm::Delta{}) return {};
  if (deltas.size() == first) {
    deltas.push_back(std::move(whole));
    return {};
  }
  // The name belongs to the first words, the usage to the last.
  deltas[first].id = std::move(whole.id);
  deltas[first].model = std::move(whole.model);
  deltas.back().usage = whole.usage;
  deltas.back().service_tier = std::move(whole.service_tier);
  if (whole.finish) deltas.back().finish = whole.finish;
  return {};
}

Result<> StreamReader::end(std::vector<llm::Delta>&) {
  bool is_whole = !candidates_.empty();
  for (const auto& [index, candidate] : candidates_) is_whole = is_whole && candidate.has_finish;
  if (!is_whole) return dialects::cut(provider_);
  return {};
}

void StreamReader::close(std::vector<llm::Delta>& deltas) {
  for (auto& [index, candidate] : candidates_) {
    if (candidate.has_finish) continue;
    candidate.has_finish = true;
    deltas.push_back({.choice = index,
                      .finish = candidate.calls > 0 ? llm::Finish::tool_calls : llm::Finish::stop});
  }
}

Result<std::vector<llm::Delta>> read_reply(std::string_view provider, std::string_view body) {
  const auto document = json::Document::parse(body);
  if (!document) return dialects::unreadable(provider, document.error().message, body);
  const auto root = document->root();
  std::vector<llm::Delta> deltas;
  StreamReader reader{std::string{provider}};
  if (root.is(Kind::array)) {
    for (const auto chunk : root) QUORUM_CHECK(reader.read_chunk(chunk, deltas));
    QUORUM_CHECK(reader.end(deltas));
    return deltas;
  }
  QUORUM_CHECK(reader.read_chunk(root, deltas));
  const auto blocked = member(root, "promptFeedback");
  if (root["candidates"].size() == 0 && !member(blocked, "blockReason").exists()) {
    return dialects::unreadable(provider, "no candidates", body);
  }
  reader.close(deltas);
  return deltas;
}

}  // namespace quorum::gemini
