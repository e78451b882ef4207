#pragma once
/// The part of a terminal that is drawn again and again, below lines that stay for good.

#include <cstddef>
#include <string>
#include <vector>

#include "terminal/line.hpp"

namespace quorum::terminal {

struct Size {
  std::size_t columns = 80;
  std::size_t rows = 24;
  bool operator==(const Size&) const = default;
};

/// Knows what stands on the terminal and says which bytes turn that into what should. Pure: the
/// bytes are written by whoever asked. Only lines that changed are sent, and a terminal that can
/// shows them all at once, so nothing flickers.
class Screen {
 public:
  explicit Screen(Colours colours) : colours_(colours) {}

  /// `done` goes above the live part and is never touched again, so it scrolls up into what the
  /// terminal remembers. `live` is what stands below it from now on: at most `size.rows` - 1 lines
  /// are shown, its last ones. Empty when nothing changes.
  std::string show(const std::vector<Line>& done, const std::vector<Line>& live, Size size);

  /// Leaves the live part standing and gives the cursor back.
  std::string close();

 private:
  std::string erase(Size size) const;

  Colours colours_;
  std::vector<Line> live_{};
  Size size_{};
  bool is_open_ = false;
};

}  // namespace quorum::terminal
