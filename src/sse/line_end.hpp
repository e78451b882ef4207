#pragma once
/// Line ends in a chunk, each looked for once.

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace quorum::sse {

/// Finds the next CR or LF. Each of the two is searched for at the speed of memchr and remembered,
/// so that a chunk full of the one is not searched again and again for the other.
class LineEnds {
 public:
  explicit LineEnds(std::string_view chunk) : chunk_(chunk) {}

  /// The first at or after `from`; the chunk's size where there is none. `from` only grows.
  std::size_t next(std::size_t from) {
    if (lf_ < from || !is_searched_) lf_ = find('\n', from);
    if (cr_ < from || !is_searched_) cr_ = find('\r', from);
    is_searched_ = true;
    return std::min(lf_, cr_);
  }

 private:
  std::size_t find(char byte, std::size_t from) const {
    return std::min(chunk_.find(byte, from), chunk_.size());
  }

  std::string_view chunk_;
  std::size_t lf_ = 0;
  std::size_t cr_ = 0;
  bool is_searched_ = false;
};

}  // namespace quorum::sse
