#include "dialects/retry_after.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace quorum::dialects {
namespace {

constexpr std::chrono::hours kWaitMax{24};

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (!std::isfinite(value) || value < 0) return std::nullopt;
  return value;
}

/// `Wed, 21 Oct 2015 07:28:00 GMT`, the one form of date that servers may send today.
std::optional<UnixMs> parse_http_date(std::string_view text) {
  if (text.size() != 29 || text.substr(25) != " GMT") return std::nullopt;
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const auto two = [&](std::size_t at) {
    int value = -1;
    std::from_chars(text.data() + at, text.data() + at + 2, value);
    return value;
  };
  const auto month = kMonths.find(text.substr(8, 3));
  int year = 0;
  std::from_chars(text.data() + 12, text.data() + 16, year);
  if (month == std::string_view::npos || month % 3 != 0) return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month / 3 + 1)},
      std::chrono::day{static_cast<unsigned>(std::max(two(5), 0))}};
  if (!date.ok() || two(17) < 0 || two(20) < 0 || two(23) < 0) return std::nullopt;
  const auto moment = std::chrono::sys_days{date} + std::chrono::hours{two(17)} +
                      std::chrono::minutes{two(20)} + std::chrono::seconds{two(23)};
  return std::chrono::duration_cast<std::chrono::milliseconds>(moment.time_since_epoch()).count();
}

}  // namespace

std::optional<std::chrono::milliseconds> retry_after(const RetryAfter& fields) {
  std::optional<double> wait_ms = parse_number(fields.milliseconds);
  if (!wait_ms) {
    if (const auto seconds = parse_number(fields.seconds_or_date)) wait_ms = *seconds * 1000;
  }
  if (!wait_ms) {
    const auto date = parse_http_date(fields.seconds_or_date);
    if (date) wait_ms = static_cast<double>(std::max<UnixMs>(*date - fields.now_ms, 0));
  }
  if (!wait_ms) return std::nullopt;
  const double most = std::chrono::milliseconds{kWaitMax}.count();
  return std::chrono::milliseconds{std::llround(std::min(*wait_ms, most))};
}

}  // namespace quorum::dialects
