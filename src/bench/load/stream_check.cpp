#include "bench/load/stream_check.hpp"

#include <algorithm>
#include <utility>

#include "bench/stamp.hpp"

namespace quorum::bench {
namespace {

constexpr std::size_t kEventBytesMax = 8 << 20;

bool has_words_only(const std::vector<llm::Delta>& deltas) {
  if (deltas.size() != 1) return false;
  llm::Delta bare = deltas.front();
  bare.text.clear();
  // Every event of some dialects repeats these.
  bare.id.clear();
  bare.model.clear();
  bare.service_tier.clear();
  return bare == llm::Delta{};
}

}  // namespace

StreamCheck::StreamCheck(const Wording& wording, Tally& tally, std::uint64_t ask)
    : wording_(wording),
      tally_(tally),
      ask_(ask),
      reader_(wording.target.stream_reader("upstream")),
      parser_(kEventBytesMax) {}

/// Where the first event ends, its blank line included; `npos` where it does not end here.
std::size_t StreamCheck::event_end(std::string_view bytes) const {
  const bool is_lines = wording_.target.framing() == dialects::Framing::ndjson;
  for (auto at = bytes.find('\n'); at != bytes.npos; at = bytes.find('\n', at + 1)) {
    if (is_lines) return at + 1;
    const auto rest = bytes.substr(at + 1);
    if (rest.starts_with('\n')) return at + 2;
    if (rest.starts_with("\r\n")) return at + 3;
  }
  return bytes.npos;
}

bool StreamCheck::push(std::string_view bytes, std::uint64_t now_ns) {
  tally_.bytes += bytes.size();
  if (!pending_.empty()) {
    pending_ += bytes;
    bytes = pending_;
  }
  for (auto end = event_end(bytes); end != bytes.npos; end = event_end(bytes)) {
    if (!take_event(bytes.substr(0, end), now_ns)) return false;
    bytes.remove_prefix(end);
  }
  // Not by assignment: `bytes` may lie in it.
  std::string rest(bytes);
  pending_ = std::move(rest);
  return true;
}

bool StreamCheck::is_like_plain(std::string_view raw) const {
  if (plain_.bytes.size() != raw.size() || raw.empty()) return false;
  const std::string_view plain(plain_.bytes);
  const auto after = plain_.stamp_at + kStampBytes;
  return plain.substr(0, plain_.stamp_at) == raw.substr(0, plain_.stamp_at) &&
         plain.substr(after) == raw.substr(after);
}

bool StreamCheck::take_event(std::string_view raw, std::uint64_t now_ns) {
  if (!is_like_plain(raw)) return read(raw, now_ns);
  see_words(raw.substr(plain_.stamp_at, kStampBytes), now_ns);
  return true;
}

bool StreamCheck::read(std::string_view raw, std::uint64_t now_ns) {
  std::vector<sse::Event> events;
  if (wording_.target.framing() == dialects::Framing::ndjson) {
    const auto line = raw.substr(0, raw.find_last_not_of("\r\n") + 1);
    if (!line.empty()) events.push_back({.data = std::string(line)});
  } else if (!parser_.push(raw, events)) {
    tally_.note(Flaw::not_dialect, "an event is too large");
    return false;
  }
  std::vector<llm::Delta> deltas;
  for (const auto& event : events) {
    deltas.clear();
    if (const auto read = reader_->read(event.name, event.data, deltas); !read) {
      const bool is_error = event.data.find("error") != std::string::npos;
      tally_.note(is_error ? Flaw::error : Flaw::not_dialect, read.error().message);
      return false;
    }
    for (const auto& delta : deltas) see_words(delta.text, now_ns);
  }
  const auto found = find_stamp(raw);
  if (events.size() == 1 && found && has_words_only(deltas) && !reader_->is_done()) {
    plain_ = {.bytes = std::string(raw), .stamp_at = found->at};
  }
  return true;
}

void StreamCheck::see_words(std::string_view text, std::uint64_t now_ns) {
  if (text.empty()) return;
  const auto found = find_stamp(text);
  if (!found) {
    ++events_;
    ++tally_.events;
    return;
  }
  for (auto each = found; each; each = find_stamp(text, each->at + kStampBytes)) {
    ++events_;
    ++tally_.events;
    see_stamp(each->stamp.ask, each->stamp.event);
    if (now_ns > each->stamp.at_ns) tally_.added.add(now_ns - each->stamp.at_ns);
  }
}

void StreamCheck::see_stamp(std::uint64_t ask, std::uint32_t event) {
  if (ask != ask_) return tally_.note(Flaw::foreign, "an event of another answer");
  const auto expected = std::exchange(next_, std::max(next_, event + 1));
  if (event == expected) return;
  const auto words = "event " + std::to_string(event) + " instead of " + std::to_string(expected);
  if (event > expected) return tally_.note(Flaw::lost, words);
  tally_.note(event + 1 == expected ? Flaw::doubled : Flaw::reordered, words);
}

bool StreamCheck::end() {
  const auto words = "after " + std::to_string(events_) + " events";
  std::vector<llm::Delta> deltas;
  // Some providers leave out the last blank line; half an event is none.
  if (!pending_.empty() && !read(pending_ + "\n\n", now_ns())) return false;
  if (reader_->is_done() || reader_->end(deltas)) return true;
  tally_.note(Flaw::unfinished, words);
  return false;
}

}  // namespace quorum::bench
