#pragma once
/// Metrics as text: Prometheus' format 0.0.4, or OpenMetrics 1.0.

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "metrics/histogram.hpp"

namespace quorum::metrics {

enum class Format : std::uint8_t { prometheus, open_metrics };

/// What a client that sends `accept` is to get. Only who asks for OpenMetrics gets it.
Format format_for(std::string_view accept);
std::string_view content_type(Format format);

enum class Kind : std::uint8_t { counter, gauge, histogram, summary };

using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// Writes families one after the other, each once, with all of its samples behind it.
class Exposition {
 public:
  explicit Exposition(Format format) : format_(format) {}

  /// Begins a family. A counter's name ends in `_total`; a unit, where there is one, stands last
  /// before that.
  Exposition& family(std::string_view name, Kind kind, std::string_view help);

  /// One sample of the family begun last.
  Exposition& sample(Labels labels, double value);
  Exposition& sample(Labels labels, std::uint64_t value);

  /// `bounds`, rising, are the buckets' upper ends.
  Exposition& sample(Labels labels, const Distribution& all,
                     std::span<const std::chrono::nanoseconds> bounds);

  /// The 50th, 90th, 99th and 99.9th of a hundred, as a summary.
  Exposition& quantiles(Labels labels, const Distribution& all);

  std::string take();

 private:
  void line(std::string_view suffix, Labels labels,
            std::pair<std::string_view, std::string_view> last, std::string_view value);

  Format format_;
  std::string name_;
  std::string text_;
};

}  // namespace quorum::metrics
