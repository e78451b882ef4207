#include "debate/judging/statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace quorum::debate {
namespace {

constexpr double kPriorSpread = 0.35;
constexpr double kPriorVotes = 4;

/// The 97.5 % quantile of Student's t, by degrees of freedom from 1.
double student_t(double freedom) {
  constexpr std::array kTable{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365,
                              2.306,  2.262, 2.228, 2.201, 2.179, 2.160, 2.145,
                              2.131,  2.120, 2.110, 2.101, 2.093, 2.086};
  const auto index = static_cast<std::size_t>(std::max(freedom, 1.0)) - 1;
  return index < kTable.size() ? kTable[index] : 1.96 + 2.5 / freedom;
}

double square(double value) { return value * value; }

}  // namespace

double mean(const std::vector<double>& values) {
  if (values.empty()) return 0;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

Interval interval95(const std::vector<double>& values) {
  if (values.empty()) return {};
  const auto count = static_cast<double>(values.size());
  const double middle = mean(values);
  double squares = kPriorVotes * square(kPriorSpread);
  for (const double value : values) squares += square(value - middle);
  const double freedom = kPriorVotes + count - 1;
  const double half = student_t(freedom) * std::sqrt(squares / freedom / count);
  return {.low = std::max(middle - half, -1.0), .high = std::min(middle + half, 1.0)};
}

std::optional<double> krippendorff_alpha(
    const std::vector<std::vector<std::optional<double>>>& units) {
  double observed = 0;
  std::vector<double> pooled;
  for (const auto& unit : units) {
    std::vector<double> values;
    for (const auto& value : unit) {
      if (value) values.push_back(*value);
    }
    if (values.size() < 2) continue;
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      for (std::size_t j = 0; j < values.size(); ++j) sum += square(values[i] - values[j]);
    }
    observed += sum / static_cast<double>(values.size() - 1);
    pooled.insert(pooled.end(), values.begin(), values.end());
  }
  if (pooled.size() < 2) return std::nullopt;
  double expected = 0;
  for (const double a : pooled) {
    for (const double b : pooled) expected += square(a - b);
  }
  if (expected == 0) return 1.0;
  const auto count = static_cast<double>(pooled.size());
  return 1.0 - (observed / count) / (expected / (count * (count - 1)));
}

}  // namespace quorum::debate
