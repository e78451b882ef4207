#include "api/openai/reply.hpp"

#include <string_view>
#include <utility>

#include "json/value.hpp"

namespace quorum::api::openai {
namespace {

/// Whether `bytes` end with the event `data: [DONE]`, whatever its line ends.
bool ends_with_done(std::string_view bytes) {
  const auto last = bytes.find_last_not_of("\r\n");
  if (last == bytes.npos) return false;
  return bytes.substr(0, last + 1).ends_with("[DONE]");
}

}  // namespace

std::string StreamedReply::take(llm::Batch batch) {
  if (!batch.bytes.empty()) {
    source_ = Source::bytes;
    is_done_ = ends_with_done(batch.bytes);
    return std::move(batch.bytes);
  }
  // Beside bytes, deltas only meter: the client has what they say, or did not ask for it.
  if (batch.deltas.empty() || source_ == Source::bytes) return {};
  source_ = Source::deltas;
  std::string events;
  for (const auto& delta : batch.deltas) writer_.write(delta, events);
  return events;
}

std::string StreamedReply::end() {
  std::string events;
  if (source_ != Source::bytes) {
    writer_.end(events);
  } else if (!is_done_) {
    // The answer is complete, but its provider does not say so as OpenAI does.
    events = "data: [DONE]\n\n";
  }
  return events;
}

void WholeReply::take(const llm::Batch& batch) {
  bytes_ += batch.bytes;
  for (const auto& delta : batch.deltas) writer_.add(delta);
}

std::string WholeReply::end() { return bytes_.empty() ? writer_.end() : std::move(bytes_); }

std::optional<std::string> debate_id_of(const llm::Batch& batch) {
  for (const auto& delta : batch.deltas) {
    if (delta.extension.empty()) continue;
    const auto extension = json::Document::parse(delta.extension);
    if (!extension) continue;
    if (const auto id = extension->root()["debate_id"].string()) return std::string(*id);
  }
  return std::nullopt;
}

}  // namespace quorum::api::openai
