#include "api/entrance.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>

namespace quorum::api {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kSubprotocol = "openai-insecure-api-key.";

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

std::string_view of_bearer(std::string_view value) {
  constexpr std::string_view kScheme = "bearer ";
  if (!http::equals_ignoring_case(value.substr(0, kScheme.size()), kScheme)) return {};
  return trimmed(value.substr(kScheme.size()));
}

std::string_view of_subprotocols(std::string_view list) {
  const auto at = list.find(kSubprotocol);
  if (at == list.npos) return {};
  list.remove_prefix(at + kSubprotocol.size());
  return trimmed(list.substr(0, list.find(',')));
}

/// As it stands: what is recognised here is what is taken out where a query is passed on.
std::string_view of_query(std::string_view query) {
  constexpr std::string_view kName = "key=";
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto field = query.substr(0, end);
    if (field.starts_with(kName)) return field.substr(kName.size());
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return {};
}

/// Without its port: `[::1]` keeps its brackets.
std::string_view name_of(std::string_view host) {
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

/// A name server can point a name anywhere, but not a number, and not these.
bool cannot_be_pointed(std::string_view host) {
  if (host.starts_with('[')) return true;
  if (host == "localhost" || host.ends_with(".localhost")) return true;
  return std::ranges::all_of(host, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

struct Digits {
  std::array<char, 32> text{};
  std::size_t size = 0;

  void add_number(std::int64_t number) {
    const auto end = std::to_chars(text.data() + size, text.data() + text.size(), number).ptr;
    size = static_cast<std::size_t>(end - text.data());
  }
  void add(char letter) { text[size++] = letter; }
  void add_two(std::int64_t number) {
    if (number < 10) add('0');
    add_number(number);
  }
  std::string_view view() const { return {text.data(), size}; }
};

/// As OpenAI writes it and its clients' users read it: `12ms`, `1.5s`, `1m0s`.
Digits duration_of(std::chrono::nanoseconds time) {
  const auto ms = std::chrono::ceil<std::chrono::milliseconds>(time).count();
  Digits digits;
  if (ms > 0 && ms < 1000) {
    digits.add_number(ms);
    digits.add('m');
    digits.add('s');
    return digits;
  }
  const auto seconds = ms / 1000;
  if (seconds >= 60) {
    digits.add_number(seconds / 60);
    digits.add('m');
  }
  digits.add_number(seconds % 60);
  if (const auto rest = ms % 1000; rest > 0) {
    digits.add('.');
    digits.add_number(rest / 100);
    if (rest % 100 > 0) digits.add_number(rest / 10 % 10);
    if (rest % 10 > 0) digits.add_number(rest % 10);
  }
  digits.add('s');
  return digits;
}

/// As Anthropic writes it: `2026-11-21T09:25:50Z`.
Digits moment_of(UnixMs moment) {
  const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds(moment)};
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(time);
  const auto day = std::chrono::floor<std::chrono::days>(seconds);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(seconds - day);
  Digits digits;
  digits.add_number(static_cast<int>(date.year()));
  digits.add('-');
  digits.add_two(static_cast<unsigned>(date.month()));
  digits.add('-');
  digits.add_two(static_cast<unsigned>(date.day()));
  digits.add('T');
  digits.add_two(clock.hours().count());
  digits.add(':');
  digits.add_two(clock.minutes().count());
  digits.add(':');
  digits.add_two(clock.seconds().count());
  digits.add('Z');
  return digits;
}

/// One that somebody has set already gives way.
void set_all(http::Headers& headers, std::span<const http::Headers::Given> fields) {
  for (const auto& field : fields) headers.remove(field.name);
  headers.add_all(fields);
}

Digits number(std::int64_t value) {
  Digits digits;
  digits.add_number(value);
  return digits;
}

}  // namespace

ShownKeys::ShownKeys(const http::RequestHead& head) {
  for (std::size_t i = 0; i < head.headers.size(); ++i) {
    const auto field = head.headers[i];
    const auto is = [&](http::Known known) { return field.known == known; };
    if (is(http::known("authorization"))) {
      add(of_bearer(field.value));
    } else if (is(http::known("x-api-key")) || is(http::known("api-key")) ||
               is(http::known("x-goog-api-key"))) {
      add(trimmed(field.value));
    } else if (is(http::known("sec-websocket-protocol"))) {
      add(of_subprotocols(field.value));
    }
  }
  if (const auto query = head.query(); !query.empty()) add(of_query(query));
}

void ShownKeys::add(std::string_view key) {
  // Who sends the same header again and again is not listened to for ever.
  if (!key.empty() && count_ < keys_.size()) keys_[count_++] = key;
}

bool is_at_home(const http::Request& request, const Cors& cors) {
  if (!request.is_loopback) return false;
  const auto& headers = request.head.headers;
  const auto origin = headers.get("origin");
  if (!origin) return true;
  const auto scheme = origin->find("://");
  if (scheme == origin->npos) return true;
  const auto own = origin->substr(scheme + 3);
  const bool is_own = http::equals_ignoring_case(own, headers.get("host").value_or(""));
  return !is_own || cannot_be_pointed(name_of(own)) || cors.allows(*origin);
}

void set_quota(http::Headers& headers, const govern::Quota& quota, Audience audience,
               const Clock& clock) {
  const auto max = number(quota.per_minute_max);
  const auto left = number(quota.left);
  using Fields = std::array<http::Headers::Given, 3>;
  if (audience == Audience::anthropic) {
    const auto full_ms = std::chrono::ceil<std::chrono::milliseconds>(quota.full_after).count();
    const auto full = moment_of(clock.unix_ms() + full_ms);
    set_all(headers,
            Fields{{{.name = "anthropic-ratelimit-requests-limit", .value = max.view()},
                    {.name = "anthropic-ratelimit-requests-remaining", .value = left.view()},
                    {.name = "anthropic-ratelimit-requests-reset", .value = full.view()}}});
    return;
  }
  const auto full = duration_of(quota.full_after);
  set_all(headers, Fields{{{.name = "x-ratelimit-limit-requests", .value = max.view()},
                           {.name = "x-ratelimit-remaining-requests", .value = left.view()},
                           {.name = "x-ratelimit-reset-requests", .value = full.view()}}});
}

}  // namespace quorum::api
