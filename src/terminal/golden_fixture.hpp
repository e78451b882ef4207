#pragma once
/// For this room's tests: the written-down debate that the page's tests read too.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "terminal/line.hpp"
#include "terminal/view.hpp"
#include "testkit/golden.hpp"

namespace quorum::terminal {

using testkit::golden_log;
using testkit::golden_text;

/// The view after the golden log's event `last_seq`.
inline View golden_view(std::uint64_t last_seq) {
  View view;
  for (const auto& line : golden_log()) {
    if (line.seq > last_seq) break;
    const auto applied = view.apply(line, 0);
    EXPECT_TRUE(applied) << line.seq << ": " << applied.error().detail;
  }
  return view;
}

/// As people see them, without ink; each line ends with a line end.
inline std::string text_of(const std::vector<Line>& lines) {
  std::string text;
  for (const auto& line : lines) text += line.text() + "\n";
  return text;
}

}  // namespace quorum::terminal
