#pragma once
/// Lines from bytes, in whatever pieces they arrive: newline-delimited JSON.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace quorum::sse {

/// Lines end with LF; a CR before it belongs to the end. Blank lines are passed over.
class Lines {
 public:
  explicit Lines(std::size_t line_bytes_max) : line_bytes_max_(line_bytes_max) {}

  /// Appends to `lines` every line that `chunk` completes, without its end.
  Result<> push(std::string_view chunk, std::vector<std::string>& lines);

  /// At the end of the stream: the line that lacks its end.
  void finish(std::vector<std::string>& lines);

  /// Whether a line has begun and not ended.
  bool is_inside_line() const { return !line_.empty(); }

 private:
  Result<> keep(std::string_view part);
  void take(std::vector<std::string>& lines);

  std::size_t line_bytes_max_;
  std::string line_;
};

}  // namespace quorum::sse
