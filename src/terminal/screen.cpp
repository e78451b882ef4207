#include "terminal/screen.hpp"

#include <algorithm>

namespace quorum::terminal {
namespace {

// Everything between these two is shown at once; terminals that do not know them ignore them.
constexpr std::string_view kHold = "\x1b[?2026h";
constexpr std::string_view kShow = "\x1b[?2026l";
constexpr std::string_view kHideCursor = "\x1b[?25l";
constexpr std::string_view kShowCursor = "\x1b[?25h";
constexpr std::string_view kClearLine = "\x1b[K";
constexpr std::string_view kClearBelow = "\x1b[J";

std::string up(std::size_t rows) {
  return rows == 0 ? "\r" : "\r\x1b[" + std::to_string(rows) + "A";
}

std::string down(std::size_t rows) { return rows == 0 ? "" : "\x1b[" + std::to_string(rows) + "B"; }

std::vector<Line> last_of(const std::vector<Line>& lines, std::size_t count_max) {
  const auto skipped = lines.size() - std::min(lines.size(), count_max);
  return {lines.begin() + static_cast<std::ptrdiff_t>(skipped), lines.end()};
}

}  // namespace

/// Back to the first live row. A terminal that became narrower has wrapped our lines since.
std::string Screen::erase(Size size) const {
  std::size_t rows = 0;
  for (const auto& line : live_) {
    rows += std::max<std::size_t>(1, (line.width() + size.columns - 1) / size.columns);
  }
  return up(std::min(rows, size.rows - 1)) + std::string(kClearBelow);
}

std::string Screen::show(const std::vector<Line>& done, const std::vector<Line>& live, Size size) {
  size.columns = std::max<std::size_t>(size.columns, 1);
  size.rows = std::max<std::size_t>(size.rows, 2);
  auto next = last_of(live, size.rows - 1);
  const bool is_same_place =
      is_open_ && done.empty() && size == size_ && next.size() == live_.size();
  if (is_same_place && next == live_) return {};

  std::string bytes(kHold);
  if (!is_open_) bytes += kHideCursor;
  if (is_same_place) {
    // The cursor stands below the last live line.
    bytes += up(next.size());
    std::size_t at = 0;
    for (std::size_t row = 0; row < next.size(); ++row) {
      if (next[row] == live_[row]) continue;
      bytes += down(row - at) + "\r" + paint(next[row], colours_) + std::string(kClearLine);
      at = row;
    }
    bytes += down(next.size() - at) + "\r";
  } else {
    bytes += erase(size);
    for (const auto& line : done) bytes += paint(line, colours_) + "\r\n";
    for (const auto& line : next) bytes += paint(line, colours_) + "\r\n";
  }
  bytes += kShow;
  live_ = std::move(next);
  size_ = size;
  is_open_ = true;
  return bytes;
}

std::string Screen::close() {
  if (!is_open_) return {};
  is_open_ = false;
  live_.clear();
  return std::string(kShowCursor);
}

}  // namespace quorum::terminal
