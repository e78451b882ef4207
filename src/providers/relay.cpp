#include "providers/relay.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/try.hpp"
#include "dialects/bedrock/invoke.hpp"
#include "json/scan.hpp"

namespace quorum::providers {
namespace {

/// What an event of Anthropic's calls itself.
std::string type_of(std::string_view json) {
  const auto members = json::scan_object(json);
  if (!members) return {};
  const auto* type = json::find(*members, "type");
  return type == nullptr ? std::string{} : type->string().value_or("");
}

}  // namespace

/// The words are in the bytes.
void Relay::meter(std::span<const llm::Delta> deltas) const {
  if (config_.trace == nullptr) return;
  for (const auto& delta : deltas) {
    if (delta.finish) config_.trace->finish = delta.finish;
    if (delta.usage) config_.trace->usage = delta.usage;
  }
}

/// The beginning of an event whose end is still to come.
Result<> EventCutter::keep(std::string_view rest) {
  if (event_.size() + rest.size() > event_bytes_max_) {
    return Error{
        .code = Errc::upstream_failed,
        .message = "An event of the provider's stream is too long.",
        .detail = fmt::format("more than {} bytes without a blank line", event_bytes_max_)};
  }
  event_.append(rest);
  return {};
}

Result<> LineCutter::push(std::string_view chunk, std::vector<std::string>& lines) {
  for (auto end = chunk.find('\n'); end != chunk.npos; end = chunk.find('\n')) {
    line_.append(chunk.substr(0, end + 1));
    lines.push_back(std::move(line_));
    line_.clear();
    chunk.remove_prefix(end + 1);
  }
  if (line_.size() + chunk.size() > line_bytes_max_) {
    return Error{.code = Errc::upstream_failed,
                 .message = "A line of the provider's stream is too long.",
                 .detail = fmt::format("more than {} bytes without an end", line_bytes_max_)};
  }
  line_.append(chunk);
  return {};
}

Relay::Relay(Config config, std::unique_ptr<dialects::StreamReader> reader)
    : config_(config), cutter_(config_.event_bytes_max), reader_(std::move(reader)) {
  const auto max = config_.event_bytes_max;
  if (config_.framing == dialects::Framing::aws_event_stream) {
    frames_ = std::make_unique<sse::AwsFrames>(max);
  } else if (config_.framing == dialects::Framing::ndjson) {
    lines_ = std::make_unique<LineCutter>(max);
  } else if (config_.form == Form::words) {
    parser_ = std::make_unique<sse::Parser>(max);
  }
}

Result<> Relay::push_lines(std::string_view chunk, llm::Batch& batch) {
  std::vector<std::string> raws;
  const auto cut = lines_->push(chunk, raws);
  for (const auto& raw : raws) QUORUM_CHECK(take_line(raw, batch));
  if (!cut) return cut.error();
  return {};
}

Result<> Relay::take_line(std::string_view raw, llm::Batch& batch) {
  if (is_done()) return {};
  auto line = raw;
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  const bool is_bytes = config_.form == Form::bytes;
  if (!line.empty() && !(is_bytes && has_begun_ && !reader_->outline(line).may_matter)) {
    std::vector<llm::Delta> metered;
    const auto read = reader_->read("", line, is_bytes ? metered : batch.deltas);
    meter(metered);
    if (!read) return read.error();
    has_begun_ = true;
  }
  if (is_bytes && has_begun_) batch.bytes += raw;
  return {};
}

Result<> Relay::push_frames(std::string_view chunk, llm::Batch& batch) {
  std::vector<sse::Event> events;
  const auto cut = frames_->push(chunk, events);
  for (const auto& event : events) QUORUM_CHECK(take_frame(event, batch));
  if (!cut) return cut.error();
  return {};
}

Result<> Relay::take_frame(const sse::Event& event, llm::Batch& batch) {
  if (is_done()) return {};
  const bool is_bytes = config_.form == Form::bytes;
  std::vector<llm::Delta> metered;
  const auto read = reader_->read(event.name, event.data, is_bytes ? metered : batch.deltas);
  meter(metered);
  if (!read) return read.error();
  has_begun_ = true;
  if (!is_bytes) return {};
  // The event's own bytes, framed as its maker frames them.
  QUORUM_TRY(auto inner, bedrock::unwrap("amazon", event.data));
  sse::append_event(batch.bytes, {.name = type_of(inner), .data = std::move(inner)});
  return {};
}

Result<> Relay::push(std::string&& chunk, llm::Batch& batch) {
  if (config_.framing == dialects::Framing::aws_event_stream) return push_frames(chunk, batch);
  if (config_.framing == dialects::Framing::ndjson) return push_lines(chunk, batch);
  if (config_.form == Form::bytes) return push_bytes(chunk, batch);
  std::vector<sse::Event> events;
  const auto parsed = parser_->push(chunk, events);
  for (const auto& event : events)
    QUORUM_CHECK(reader_->read(event.name, event.data, batch.deltas));
  if (!parsed) return parsed.error();
  return {};
}

/// How much of the chunk's front is whole events of the known shape.
std::size_t Relay::alike(std::string_view chunk) const {
  if (!cutter_.is_between() || is_done()) return 0;
  std::size_t front = 0;
  while (const auto size = shape_.match(chunk.substr(front))) front += size;
  return front;
}

/// Whether an event goes to the client as it is. Those like it will, too.
bool Relay::passes_unread(std::string_view raw, const dialects::Outline& outline) {
  if (outline.may_matter || (config_.hides_usage && !outline.passes_unasked)) return false;
  shape_.learn(raw, outline.words);
  return true;
}

/// Most chunks are whole events that pass as they are: those are not copied.
Result<> Relay::push_bytes(std::string& chunk, llm::Batch& batch) {
  const auto front = batch.bytes.empty() ? alike(chunk) : 0;
  if (front == 0 || front != chunk.size()) return push_others(chunk, front, batch);
  batch.bytes = std::move(chunk);
  return {};
}

/// So much of the chunk's `front` passes as it is. Apart, for what it needs is seldom needed.
[[gnu::noinline]] Result<> Relay::push_others(std::string& chunk, std::size_t front,
                                              llm::Batch& batch) {
  bool is_front = batch.bytes.empty();
  const auto rest = std::string_view(chunk).substr(front);
  const auto taken = cutter_.push(rest, [&](std::string_view raw) -> Result<> {
    if (is_done()) return {};
    // An LF at the front belongs to the CR that the last piece ended with.
    const auto event = raw.substr(raw.starts_with('\n') ? 1 : 0);
    const auto outline = has_begun_ ? reader_->outline(event) : dialects::Outline{};
    const bool is_unread = passes_unread(raw, outline);
    is_front = is_front && is_unread && raw.data() == chunk.data() + front;
    if (is_front) {
      front += raw.size();
      return {};
    }
    batch.bytes.append(chunk, 0, std::exchange(front, 0));
    if (outline.may_matter) return read_raw(raw, batch);
    pass(raw, batch);
    return {};
  });
  if (front > 0) {
    chunk.resize(front);
    batch.bytes = std::move(chunk);
  }
  return taken;
}

void Relay::pass(std::string_view raw, llm::Batch& batch) const {
  if (config_.hides_usage) {
    reader_->pass_unasked(raw, batch.bytes);
  } else {
    batch.bytes += raw;
  }
}

Result<> Relay::read_raw(std::string_view raw, llm::Batch& batch) {
  // Of whole events nothing is left for the next, but only the stream's first may begin with a byte
  // order mark.
  sse::Parser parser(config_.event_bytes_max);
  std::vector<sse::Event> events;
  if (std::exchange(has_read_, true)) QUORUM_CHECK(parser.push("\n", events));
  QUORUM_CHECK(parser.push(raw, events));
  std::vector<llm::Delta> deltas;
  for (const auto& event : events) {
    QUORUM_CHECK(reader_->read(event.name, event.data, deltas));
    has_begun_ = true;
  }
  meter(deltas);
  // A comment before the first event is no beginning of an answer.
  if (!has_begun_) return {};
  const bool is_hidden = config_.hides_usage && !events.empty() && reader_->is_at_closing_usage() &&
                         !reader_->is_done();
  if (!is_hidden) pass(raw, batch);
  return {};
}

Result<> Relay::end(llm::Batch& batch) {
  if (config_.framing == dialects::Framing::aws_event_stream) {
    if (frames_->is_inside_frame() && !is_done()) return dialects::cut("amazon");
    return end_stream(batch);
  }
  if (config_.framing == dialects::Framing::ndjson) {
    if (const auto rest = lines_->take_rest(); !rest.empty()) QUORUM_CHECK(take_line(rest, batch));
    return end_stream(batch);
  }
  if (config_.form == Form::words) {
    std::vector<sse::Event> events;
    parser_->finish(events);
    for (const auto& event : events)
      QUORUM_CHECK(reader_->read(event.name, event.data, batch.deltas));
    return end_stream(batch);
  }
  auto rest = cutter_.take_rest();
  if (rest.find_first_not_of("\r\n") != std::string::npos && !is_done()) {
    QUORUM_CHECK(read_raw(rest + "\n\n", batch));
  }
  return end_stream(batch);
}

Result<> Relay::end_stream(llm::Batch& batch) {
  if (config_.form == Form::words) return reader_->end(batch.deltas);
  std::vector<llm::Delta> deltas;
  QUORUM_CHECK(reader_->end(deltas));
  meter(deltas);
  batch.bytes += reader_->closing();
  return {};
}

}  // namespace quorum::providers
