#include "metrics/exposition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace quorum::metrics {
namespace {

/// Of a label's value or a help text.
void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '"') {
      out += "\\\"";
    } else if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
}

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::counter: return "counter";
    case Kind::gauge: return "gauge";
    case Kind::histogram: return "histogram";
    case Kind::summary: return "summary";
  }
  return "untyped";
}

std::string spelt(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  return fmt::format("{}", value);
}

/// OpenMetrics wants a float where a bound stands.
std::string spelt_bound(std::chrono::nanoseconds bound) {
  auto text = fmt::format("{}", static_cast<double>(bound.count()) / 1e9);
  if (text.find_first_of(".e") == text.npos) text += ".0";
  return text;
}

std::string lower(std::string_view text) {
  std::string made(text);
  std::ranges::transform(made, made.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return made;
}

}  // namespace

Format format_for(std::string_view accept) {
  auto rest = std::string_view(accept);
  while (!rest.empty()) {
    const auto end = std::min(rest.find(','), rest.size());
    const auto one = lower(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!one.contains("application/openmetrics-text")) continue;
    if (one.contains("q=0") && !one.contains("q=0.")) continue;
    return Format::open_metrics;
  }
  return Format::prometheus;
}

std::string_view content_type(Format format) {
  return format == Format::open_metrics
             ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
             : "text/plain; version=0.0.4; charset=utf-8";
}

Exposition& Exposition::family(std::string_view name, Kind kind, std::string_view help) {
  name_ = name;
  std::string_view shown = name_;
  // In OpenMetrics `_total` belongs to the sample.
  if (format_ == Format::open_metrics && kind == Kind::counter && shown.ends_with("_total")) {
    shown.remove_suffix(6);
  }
  text_ += fmt::format("# HELP {} ", shown);
  append_escaped(text_, help);
  text_ += fmt::format("\n# TYPE {} {}\n", shown, name_of(kind));
  return *this;
}

void Exposition::line(std::string_view suffix, Labels labels,
                      std::pair<std::string_view, std::string_view> last, std::string_view value) {
  text_.append(name_).append(suffix);
  char before = '{';
  const auto add = [&](std::string_view name, std::string_view text) {
    text_ += before;
    text_.append(name).append("=\"");
    append_escaped(text_, text);
    text_ += '"';
    before = ',';
  };
  for (const auto& [name, text] : labels) add(name, text);
  if (!last.first.empty()) add(last.first, last.second);
  if (before == ',') text_ += '}';
  text_.append(" ").append(value).append("\n");
}

Exposition& Exposition::sample(Labels labels, double value) {
  line("", labels, {}, spelt(value));
  return *this;
}

Exposition& Exposition::sample(Labels labels, std::uint64_t value) {
  line("", labels, {}, fmt::format("{}", value));
  return *this;
}

Exposition& Exposition::sample(Labels labels, const Distribution& all,
                               std::span<const std::chrono::nanoseconds> bounds) {
  for (const auto bound : bounds) {
    line("_bucket", labels, {"le", spelt_bound(bound)}, fmt::format("{}", all.count_up_to(bound)));
  }
  const auto count = fmt::format("{}", all.count());
  line("_bucket", labels, {"le", "+Inf"}, count);
  line("_sum", labels, {}, spelt(all.sum_seconds()));
  line("_count", labels, {}, count);
  return *this;
}

Exposition& Exposition::quantiles(Labels labels, const Distribution& all) {
  static constexpr std::array<std::pair<std::string_view, double>, 4> kParts{
      {{"0.5", 0.5}, {"0.9", 0.9}, {"0.99", 0.99}, {"0.999", 0.999}}};
  for (const auto& [name, part] : kParts) {
    const auto value = all.count() == 0 ? std::nan("") : all.quantile_seconds(part);
    line("", labels, {"quantile", name}, spelt(value));
  }
  line("_sum", labels, {}, spelt(all.sum_seconds()));
  line("_count", labels, {}, fmt::format("{}", all.count()));
  return *this;
}

std::string Exposition::take() {
  if (format_ == Format::open_metrics) text_ += "# EOF\n";
  return std::move(text_);
}

}  // namespace quorum::metrics
