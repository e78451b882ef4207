#pragma once
/// What a handful of votes can and cannot say. Numbers in, numbers out.

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace quorum::debate {

struct Interval {
  double low = -1;
  double high = 1;
  bool covers(double value) const { return low <= value && value <= high; }
};

double mean(const std::vector<double>& values);

/// 95 % for the mean of preferences from -1 to 1, kept within that scale. Nothing is known of how
/// noisy one vote of this judge on this question is, so a spread of 0.35 is assumed with the weight
/// of four observations: two votes that agree do not make a certainty, and many outweigh it.
/// Without values: the whole scale.
Interval interval95(const std::vector<double>& values);
inline constexpr std::string_view kIntervalMethod =
    "student t over votes, with a prior spread of 0.35 worth 4 votes";

/// Krippendorff's alpha for interval data: a row a unit, a column a judge, nothing where it gave no
/// valid vote. Nothing where fewer than two values can be compared. 1 where all agree.
std::optional<double> krippendorff_alpha(
    const std::vector<std::vector<std::optional<double>>>& units);

}  // namespace quorum::debate
