#pragma once
/// Server-sent events from bytes, in whatever pieces they arrive (WHATWG HTML, §9.2).

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace quorum::sse {

struct Event {
  std::string name{};  ///< Empty when the stream does not name it.
  std::string data{};
  std::string id{};

  bool operator==(const Event&) const = default;
};

/// Turns chunks into events. Holds no socket and starts no work.
class Parser {
 public:
  /// An upstream that never ends its event must not eat our memory.
  explicit Parser(std::size_t event_bytes_max) : event_bytes_max_(event_bytes_max) {}

  /// Appends to `events` every event that `chunk` completes.
  Result<> push(std::string_view chunk, std::vector<Event>& events);

  /// At the end of the stream: the event that lacks its blank line. The standard discards it, but
  /// many providers end their streams so.
  void finish(std::vector<Event>& events);

 private:
  std::size_t event_bytes_max_;
  // The implementer adds the rest.
};

/// Appends one event: `event:` only when named, `id:` only when given, a `data:` line for each line.
void append_event(std::string& out, const Event& event);

}  // namespace quorum::sse
