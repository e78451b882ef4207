#pragma once
/// Server-sent events from bytes, in whatever pieces they arrive (WHATWG HTML, §9.2).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace quorum::sse {

struct Event {
  std::string name{};  ///< Empty when the stream does not name it.
  std::string data{};
  std::string id{};  ///< Empty when the event itself has none; see `Parser::last_id`.

  bool operator==(const Event&) const = default;
};

/// Turns chunks into events. Holds no socket and starts no work. Looks at every byte once.
class Parser {
 public:
  /// An upstream that never ends its event must not eat our memory.
  explicit Parser(std::size_t event_bytes_max) : event_bytes_max_(event_bytes_max) {}

  /// Appends to `events` every event that `chunk` completes. After an error only `events` is of
  /// use.
  Result<> push(std::string_view chunk, std::vector<Event>& events);

  /// At the end of the stream: the event that lacks its blank line. The standard discards it, but
  /// many providers end their streams so. The parser is then as new, but for what it remembers.
  void finish(std::vector<Event>& events);

  /// What to send as `Last-Event-ID` when connecting again.
  std::string_view last_id() const { return last_id_; }

  /// How long the stream asks to wait before that, where it says.
  std::optional<std::uint64_t> retry_ms() const { return retry_ms_; }

  /// Whether an event has begun and not ended: a stream that ends here was cut.
  bool is_inside_event() const { return has_data_ || !line_.empty(); }

 private:
  void take_line(std::string_view line, std::vector<Event>& events);
  void take_field(std::string_view field, std::string_view value);
  void dispatch(std::vector<Event>& events);
  Result<> keep(std::string_view part);
  Result<> check_size(std::string_view more) const;

  std::size_t event_bytes_max_;
  std::string line_;  ///< The start of a line whose end has not come.
  Event pending_;
  bool has_data_ = false;  ///< `data:` alone is an event, with empty data.
  bool after_cr_ = false;
  bool at_start_ = true;
  std::string last_id_;
  std::optional<std::uint64_t> retry_ms_;
};

/// Appends one event: `event:` only when named, `id:` only when given, a `data:` line for each
/// line.
void append_event(std::string& out, const Event& event);

/// Appends a comment, which keeps a connection alive and means nothing.
void append_comment(std::string& out, std::string_view text);

}  // namespace quorum::sse
