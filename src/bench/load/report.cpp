#include "bench/load/report.hpp"

#include <fmt/format.h>

#include <array>
#include <iterator>
#include <utility>

#include "json/writer.hpp"

namespace quorum::bench {
namespace {

constexpr std::array<std::pair<std::string_view, double>, 5> kQuantiles{
    {{"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"p999", 0.999}, {"max", 1.0}}};

double us(std::uint64_t ns) { return static_cast<double>(ns) / 1'000.0; }

double per_second(std::uint64_t count, double seconds) {
  return seconds > 0 ? static_cast<double>(count) / seconds : 0;
}

void write_quantiles(json::Writer& out, std::string_view key, const Histogram& histogram) {
  out.key(key).object().key("count").number(histogram.count());
  for (const auto& [name, q] : kQuantiles) out.key(name).number(us(histogram.quantile(q)));
  out.end();
}

void append_quantiles(std::string& out, std::string_view title, const Histogram& histogram) {
  if (histogram.count() == 0) return;
  fmt::format_to(std::back_inserter(out), "{:<24}", title);
  for (const auto& [name, q] : kQuantiles) {
    fmt::format_to(std::back_inserter(out), "  {} {:.0f}", name, us(histogram.quantile(q)));
  }
  out += '\n';
}

}  // namespace

std::string report_text(const LoadResult& result) {
  const auto& tally = result.tally;
  auto out =
      fmt::format("answers {} ({:.0f}/s)  events {} ({:.0f}/s)  body bytes {}  in {:.2f} s\n",
                  tally.answers, per_second(tally.answers, result.seconds), tally.events,
                  per_second(tally.events, result.seconds), tally.bytes, result.seconds);
  append_quantiles(out, "latency, µs", tally.latency);
  append_quantiles(out, "time to first words, µs", tally.first);
  append_quantiles(out, "from upstream, µs", tally.added);
  if (tally.late > 0) out += fmt::format("due and never sent {}\n", tally.late);
  out += fmt::format("flaws {}", tally.flaw_count());
  for (std::size_t i = 0; i < kFlaws; ++i) {
    if (tally.flaws[i] > 0) {
      out += fmt::format("  {} {}", name(static_cast<Flaw>(i)), tally.flaws[i]);
    }
  }
  out += '\n';
  if (!tally.example.empty()) out += fmt::format("for example: {}\n", tally.example);
  return out;
}

std::string report_json(const LoadResult& result) {
  const auto& tally = result.tally;
  std::string text;
  json::Writer out(text);
  out.object().key("seconds").number(result.seconds);
  out.key("answers").number(tally.answers);
  out.key("answers_per_second").number(per_second(tally.answers, result.seconds));
  out.key("events").number(tally.events);
  out.key("events_per_second").number(per_second(tally.events, result.seconds));
  out.key("body_bytes").number(tally.bytes);
  out.key("late").number(tally.late);
  out.key("flaws").object().key("total").number(tally.flaw_count());
  for (std::size_t i = 0; i < kFlaws; ++i) {
    out.key(name(static_cast<Flaw>(i))).number(tally.flaws[i]);
  }
  out.end().key("statuses").object();
  for (const auto& [status, count] : tally.statuses) {
    out.key(std::to_string(status)).number(count);
  }
  out.end();
  write_quantiles(out, "latency_us", tally.latency);
  write_quantiles(out, "first_us", tally.first);
  write_quantiles(out, "added_us", tally.added);
  out.key("example").string(tally.example).end();
  return text;
}

}  // namespace quorum::bench
