#include "app/config/setting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>

#include "core/try.hpp"
#include "json/value.hpp"

namespace quorum::app {
namespace {

Error wrong(std::string_view text, std::string_view right) {
  return {.code = Errc::invalid_request, .message = fmt::format("`{}` is not {}", text, right)};
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return result;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> items;
  while (!text.empty()) {
    const auto item = text.substr(0, text.find(','));
    if (const auto shown = trimmed(item); !shown.empty()) items.push_back(shown);
    text.remove_prefix(std::min(item.size() + 1, text.size()));
  }
  return items;
}

/// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
    }
  }
  return row[b.size()];
}

}  // namespace

Result<bool> read_boolean(std::string_view text) {
  constexpr std::array<std::string_view, 4> kTrue{"true", "1", "yes", "on"};
  constexpr std::array<std::string_view, 4> kFalse{"false", "0", "no", "off"};
  const auto word = lower(text);
  if (std::ranges::find(kTrue, word) != kTrue.end()) return true;
  if (std::ranges::find(kFalse, word) != kFalse.end()) return false;
  return wrong(text, "true or false");
}

Result<std::int64_t> read_integer(std::string_view text, std::int64_t min, std::int64_t max) {
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_whole = fault == std::errc() && end == text.data() + text.size();
  if (!is_whole || value < min || value > max) {
    return wrong(text, fmt::format("a whole number from {} to {}", min, max));
  }
  return value;
}

Result<std::chrono::milliseconds> read_seconds(std::string_view text) {
  constexpr double kDay = 86'400;
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = fault == std::errc() && end == text.data() + text.size();
  if (!is_number || !(value > 0) || value > kDay) {
    return wrong(text, fmt::format("a number of seconds above 0, at most {}", kDay));
  }
  return std::chrono::milliseconds(
      std::max<std::int64_t>(1, static_cast<std::int64_t>(value * 1000)));
}

Result<std::vector<std::string>> read_list(std::string_view text) {
  std::vector<std::string> items;
  if (!trimmed(text).starts_with('[')) {
    for (const auto item : split(text)) items.emplace_back(item);
    return items;
  }
  const auto document = json::Document::parse(text);
  if (!document) return wrong(text, "a JSON list: " + document.error().message);
  for (const auto item : document->root()) {
    const auto string = item.string();
    if (!string) return wrong(item.raw(), "a string");
    items.emplace_back(*string);
  }
  return items;
}

Result<std::map<std::string, std::string>> read_pairs(std::string_view text) {
  std::map<std::string, std::string> pairs;
  if (!trimmed(text).starts_with('{')) {
    for (const auto item : split(text)) {
      const auto equals = item.find('=');
      if (equals == item.npos) return wrong(item, "NAME=VALUE");
      pairs[std::string(trimmed(item.substr(0, equals)))] = trimmed(item.substr(equals + 1));
    }
    return pairs;
  }
  const auto document = json::Document::parse(text);
  if (!document) return wrong(text, "a JSON object: " + document.error().message);
  for (const auto member : document->root()) {
    const auto string = member.string();
    if (!string) return wrong(member.raw(), "a string");
    pairs[std::string(member.key())] = *string;
  }
  return pairs;
}

Result<std::string> read_origin(std::string_view text) {
  auto origin = trimmed(text);
  if (origin == "*") return std::string(origin);
  while (origin.ends_with('/')) origin.remove_suffix(1);
  const auto scheme = origin.find("://");
  const bool is_origin = scheme != origin.npos && scheme > 0 && scheme + 3 < origin.size() &&
                         origin.find_first_of("/?# ", scheme + 3) == origin.npos;
  if (!is_origin) return wrong(text, "an origin such as http://localhost:3000");
  return lower(origin);
}

std::string_view nearest(std::string_view name, const std::vector<std::string>& names) {
  std::string_view found;
  // A third of the letters wrong is another word.
  auto best = std::max<std::size_t>(name.size() / 3, 2) + 1;
  for (const auto& candidate : names) {
    const auto away = distance(lower(name), lower(candidate));
    if (away < best) {
      best = away;
      found = candidate;
    }
  }
  return found;
}

}  // namespace quorum::app
