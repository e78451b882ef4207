#pragma once
/// What of a debate is for good and may scroll away, and what is still being written.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "terminal/line.hpp"
#include "terminal/screen.hpp"
#include "terminal/view.hpp"

namespace quorum::terminal {

struct Frame {
  std::vector<Line> done;  ///< New since the last frame; below what was done before.
  std::vector<Line> live;  ///< All of it, below `done`.
};

/// Pure: `view` only grows between two calls.
class Board {
 public:
  /// `hint` stands below the live part: how to leave.
  explicit Board(std::string hint) : hint_(std::move(hint)) {}

  Frame draw(const View& view, Size size, UnixMs now_ms);

 private:
  void add_done(const View& view, std::size_t columns, Frame& frame);
  std::vector<Line> draw_live(const View& view, Size size, UnixMs now_ms) const;

  std::string hint_;
  bool has_title_ = false;
  std::size_t rounds_done_ = 0;
  std::size_t missing_told_ = 0;
  bool has_end_ = false;
};

}  // namespace quorum::terminal
