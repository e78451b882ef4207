#include "app/command/keys_arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <utility>

#include "core/try.hpp"

namespace quorum::app {
namespace {

constexpr std::string_view kUsage =
    "quorum keys create [--name TEXT] [--rpm N] [--streams N] [--expires WHEN] [--json]\n"
    "    Makes a key and prints it, this once. --rpm: requests a minute; --streams: answers under\n"
    "    way at once; WHEN: 12h, 30d, 2027-01-31 or 2027-01-31T09:30:00Z. Without them: no limit.\n"
    "quorum keys list [--json]     the keys that were made, and what is left of them\n"
    "quorum keys revoke ID         ends a key; answers under way go on\n"
    "quorum keys clear             forgets all keys where none is valid any more: from then on "
    "this\n"
    "                              machine needs none\n"
    "All take --data-dir DIR. A running server knows of a change within a second.\n";

constexpr std::int64_t kPerMinuteMax = 1'000'000'000;
constexpr std::int64_t kStreamsMax = 1'000'000'000;
constexpr std::size_t kNameBytesMax = 200;
constexpr std::int64_t kYearsMax = 100;

Error wrong(std::string message) {
  return {.code = Errc::invalid_request, .message = std::move(message)};
}

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.begin(), text.end(), number);
  if (fault != std::errc() || end != text.end()) return std::nullopt;
  return number;
}

Result<std::int64_t> read_limit(std::string_view option, std::string_view text, std::int64_t max) {
  const auto number = whole(text);
  if (number && *number >= 1 && *number <= max) return *number;
  return wrong(fmt::format("{} takes a whole number from 1 to {}, not \"{}\"", option, max, text));
}

Result<std::string> read_name(std::string_view text) {
  const bool is_plain =
      std::ranges::none_of(text, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
  if (is_plain && !text.empty() && text.size() <= kNameBytesMax) return std::string(text);
  return wrong(
      fmt::format("--name takes up to {} bytes of text without control characters", kNameBytesMax));
}

/// The digits at `at`, as many as `count`.
std::optional<unsigned> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  unsigned number = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = 10 * number + static_cast<unsigned>(c - '0');
  }
  return number;
}

std::optional<UnixMs> read_day(std::string_view text) {
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  const auto day = digits(text, 8, 2);
  if (!year || !month || !day || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month), std::chrono::day(*day)};
  if (!date.ok()) return std::nullopt;
  const auto since = std::chrono::sys_days(date).time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

std::optional<UnixMs> read_moment(std::string_view text) {
  const auto day = read_day(text);
  if (!day || text.size() == 10) return day;
  const auto hour = digits(text, 11, 2);
  const auto minute = digits(text, 14, 2);
  const auto second = digits(text, 17, 2);
  const bool is_whole = text.size() == 20 && text[10] == 'T' && text[13] == ':' &&
                        text[16] == ':' && text[19] == 'Z' && hour && minute && second;
  if (!is_whole || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return *day + ((std::int64_t{*hour} * 60 + *minute) * 60 + *second) * 1000;
}

std::optional<std::int64_t> read_span(std::string_view text) {
  constexpr std::array<std::pair<char, std::int64_t>, 4> kUnits{
      {{'m', 60}, {'h', 3600}, {'d', 86'400}, {'w', 604'800}}};
  if (text.empty()) return std::nullopt;
  const auto unit = std::ranges::find(kUnits, text.back(), &std::pair<char, std::int64_t>::first);
  const auto count = whole(text.substr(0, text.size() - 1));
  constexpr auto kSecondsMax = kYearsMax * 365 * 86'400;
  if (unit == kUnits.end() || !count || *count < 1 || *count > kSecondsMax / unit->second) {
    return std::nullopt;
  }
  return *count * unit->second * 1000;
}

struct Word {
  std::string name;
  std::optional<std::string> value;  ///< Of `--name=value`.
};

Word word_of(const std::string& text) {
  const auto equals = text.find('=');
  if (!text.starts_with("--") || equals == text.npos) return {.name = text, .value = std::nullopt};
  return {.name = text.substr(0, equals), .value = text.substr(equals + 1)};
}

Result<> take_option(KeysArguments& read, std::string_view option, const std::string& value,
                     UnixMs now) {
  if (option == "--data-dir") {
    read.data_dir = value;
    return {};
  }
  if (read.action == KeysAction::create) {
    if (option == "--name") {
      QUORUM_TRY(read.name, read_name(value));
      return {};
    }
    if (option == "--rpm") {
      QUORUM_TRY(read.requests_per_minute_max, read_limit(option, value, kPerMinuteMax));
      return {};
    }
    if (option == "--streams") {
      QUORUM_TRY(read.streams_max, read_limit(option, value, kStreamsMax));
      return {};
    }
    if (option == "--expires") {
      QUORUM_TRY(read.expires_ms, read_expiry(value, now));
      return {};
    }
  }
  return wrong(fmt::format("there is no option {} here", option));
}

Result<KeysAction> read_action(std::string_view word) {
  if (word == "help" || word == "--help" || word == "-h") return KeysAction::help;
  if (word == "create") return KeysAction::create;
  if (word == "list") return KeysAction::list;
  if (word == "revoke") return KeysAction::revoke;
  if (word == "clear") return KeysAction::clear;
  return wrong(fmt::format("say create, list, revoke or clear, not \"{}\"", word));
}

}  // namespace

std::string_view keys_usage() { return kUsage; }

Result<UnixMs> read_expiry(std::string_view text, UnixMs now) {
  auto moment = read_moment(text);
  if (const auto span = read_span(text)) moment = now + *span;
  if (!moment) {
    return wrong(fmt::format(
        "--expires takes 90m, 12h, 30d, 4w, 2027-01-31 or 2027-01-31T09:30:00Z, not \"{}\"", text));
  }
  if (*moment <= now) return wrong(fmt::format("--expires {} is past", text));
  return *moment;
}

Result<KeysArguments> read_keys_arguments(const std::vector<std::string>& arguments, UnixMs now) {
  KeysArguments read;
  if (arguments.empty()) return wrong("say create, list, revoke or clear");
  QUORUM_TRY(read.action, read_action(arguments[0]));
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    auto word = word_of(arguments[i]);
    if (word.name == "--help" || word.name == "-h") {
      read.action = KeysAction::help;
    } else if (word.name == "--json" && !word.value &&
               (read.action == KeysAction::create || read.action == KeysAction::list)) {
      read.is_json = true;
    } else if (word.name.starts_with('-')) {
      if (!word.value && i + 1 < arguments.size()) word.value = arguments[++i];
      if (!word.value) return wrong(fmt::format("{} needs a value", word.name));
      QUORUM_CHECK(take_option(read, word.name, *word.value, now));
    } else if (read.action == KeysAction::revoke && read.id.empty()) {
      read.id = std::move(word.name);
    } else {
      return wrong(fmt::format("\"{}\" is one word too many", word.name));
    }
  }
  if (read.action == KeysAction::revoke && read.id.empty()) {
    return wrong("revoke takes the ID of a key, as `quorum keys list` shows it");
  }
  return read;
}

}  // namespace quorum::app
