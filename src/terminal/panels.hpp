#pragma once
/// A debate's parts as lines of a given width: title, round, judging, verdict.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/clock.hpp"
#include "terminal/line.hpp"
#include "terminal/view.hpp"

namespace quorum::terminal {

/// The question, who sits where, and what readers must know before they read.
std::vector<Line> draw_title(const View& view, std::size_t columns);

struct RoundLook {
  std::size_t columns = 80;
  std::size_t body_rows_max = SIZE_MAX;  ///< In a panel; of a longer text the last ones are shown.
  UnixMs now_ms = 0;
};

/// A heading and a panel for each seat: side by side as far as they fit, else below one another.
/// `round` has begun.
std::vector<Line> draw_round(const View& view, const debate::RoundStarted& round, RoundLook look);

/// Panels that stand below one another in a round of this width.
std::size_t panel_rows(std::size_t seats, std::size_t columns);

/// Each ballot, and how it went.
std::vector<Line> draw_judging(const View& view, std::size_t columns);

/// Winner or none, margin, votes and everything that speaks against trusting it. Nothing without a
/// verdict.
std::vector<Line> draw_verdict(const View& view, std::size_t columns);

}  // namespace quorum::terminal
