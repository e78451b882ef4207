#include "sse/parser.hpp"

#include <fmt/format.h>

#include <cassert>
#include <charconv>
#include <utility>

#include "core/try.hpp"
#include "sse/line_end.hpp"

namespace quorum::sse {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

[[maybe_unused]] bool has_line_end(std::string_view text) {
  return text.find_first_of("\r\n") != std::string_view::npos;
}

}  // namespace

Result<> Parser::push(std::string_view chunk, std::vector<Event>& events) {
  LineEnds ends(chunk);
  std::size_t at = 0;
  // CR LF is one line end even when a chunk boundary falls between the two.
  if (after_cr_ && chunk.starts_with('\n')) at = 1;
  if (!chunk.empty()) after_cr_ = false;

  while (true) {
    const auto end = ends.next(at);
    const auto part = chunk.substr(at, end - at);
    if (end == chunk.size()) return keep(part);
    if (line_.empty()) {
      QUORUM_CHECK(check_size(part));
      take_line(part, events);
    } else {
      QUORUM_CHECK(keep(part));
      take_line(line_, events);
      line_.clear();
    }
    at = end + 1;
    if (chunk[end] != '\r') continue;
    if (at == chunk.size()) after_cr_ = true;
    if (at < chunk.size() && chunk[at] == '\n') ++at;
  }
}

Result<> Parser::check_size(std::string_view more) const {
  const auto held = line_.size() + pending_.data.size() + pending_.name.size() + pending_.id.size();
  if (held + more.size() <= event_bytes_max_) return {};
  return Error{
      .code = Errc::upstream_failed,
      .message = fmt::format("An event of the stream has more than {} bytes.", event_bytes_max_)};
}

Result<> Parser::keep(std::string_view part) {
  QUORUM_CHECK(check_size(part));
  line_ += part;
  return {};
}

void Parser::take_line(std::string_view line, std::vector<Event>& events) {
  if (std::exchange(at_start_, false) && line.starts_with(kByteOrderMark)) {
    line.remove_prefix(kByteOrderMark.size());
  }
  if (line.empty()) return dispatch(events);
  const auto colon = line.find(':');
  const auto field = line.substr(0, colon);
  auto value = colon == line.npos ? std::string_view{} : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  take_field(field, value);
}

void Parser::take_field(std::string_view field, std::string_view value) {
  if (field == "data") {
    if (has_data_) pending_.data += '\n';
    pending_.data += value;
    has_data_ = true;
  } else if (field == "event") {
    pending_.name = value;
  } else if (field == "id") {
    if (value.find('\0') == value.npos) pending_.id = last_id_ = value;
  } else if (field == "retry") {
    std::uint64_t wait_ms = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), wait_ms);
    const bool is_whole = read.ptr == value.data() + value.size();
    if (read.ec == std::errc{} && is_whole) retry_ms_ = wait_ms;
  }
}

void Parser::dispatch(std::vector<Event>& events) {
  if (has_data_) events.push_back(std::move(pending_));
  pending_ = {};
  has_data_ = false;
}

void Parser::finish(std::vector<Event>& events) {
  if (!line_.empty()) take_line(line_, events);
  dispatch(events);
  line_.clear();
  after_cr_ = false;
  at_start_ = true;
}

void append_event(std::string& out, const Event& event) {
  assert(!has_line_end(event.name) && !has_line_end(event.id) && "a line end would begin a field");
  if (!event.id.empty()) out.append("id: ").append(event.id).append("\n");
  if (!event.name.empty()) out.append("event: ").append(event.name).append("\n");
  LineEnds ends(event.data);
  std::size_t at = 0;
  while (true) {
    const auto end = ends.next(at);
    out.append("data: ").append(event.data, at, end - at).append("\n");
    if (end == event.data.size()) break;
    const bool is_pair = event.data.compare(end, 2, "\r\n") == 0;
    at = end + (is_pair ? 2 : 1);
  }
  out += '\n';
}

void append_comment(std::string& out, std::string_view text) {
  assert(!has_line_end(text) && "a line end would begin a field");
  out.append(": ").append(text).append("\n\n");
}

}  // namespace quorum::sse
