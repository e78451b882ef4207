#include "bench/stamp.hpp"

#include <algorithm>
#include <charconv>

namespace quorum::bench {
namespace {

constexpr std::string_view kAskSign = "qa:";
constexpr std::string_view kStampSign = "qb:";
constexpr std::size_t kLongDigits = 16;
constexpr std::size_t kShortDigits = 8;

void put_hex(char* at, std::uint64_t value, std::size_t digits) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (std::size_t i = digits; i > 0; --i) {
    at[i - 1] = kDigits[value & 15];
    value >>= 4;
  }
}

template <typename T>
bool read_hex(std::string_view text, T& value) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size();
}

std::optional<Stamp> read_stamp(std::string_view text) {
  Stamp stamp;
  if (text.size() < kStampBytes || text[19] != '.' || text[28] != '.' || text[45] != ';') return {};
  if (!read_hex(text.substr(3, kLongDigits), stamp.ask)) return {};
  if (!read_hex(text.substr(20, kShortDigits), stamp.event)) return {};
  if (!read_hex(text.substr(29, kLongDigits), stamp.at_ns)) return {};
  return stamp;
}

}  // namespace

void put_ask(char* at, std::uint64_t ask) {
  std::copy(kAskSign.begin(), kAskSign.end(), at);
  put_hex(at + 3, ask, kLongDigits);
  at[kAskBytes - 1] = ';';
}

std::optional<std::uint64_t> find_ask(std::string_view text) {
  for (auto at = text.find(kAskSign); at != text.npos; at = text.find(kAskSign, at + 1)) {
    const auto mark = text.substr(at, kAskBytes);
    std::uint64_t ask = 0;
    if (mark.size() == kAskBytes && mark.back() == ';' &&
        read_hex(mark.substr(3, kLongDigits), ask)) {
      return ask;
    }
  }
  return std::nullopt;
}

void put_stamp(char* at, const Stamp& stamp) {
  std::copy(kStampSign.begin(), kStampSign.end(), at);
  put_hex(at + 3, stamp.ask, kLongDigits);
  at[19] = '.';
  put_hex(at + 20, stamp.event, kShortDigits);
  at[28] = '.';
  put_hex(at + 29, stamp.at_ns, kLongDigits);
  at[45] = ';';
}

std::string text_of(const Stamp& stamp) {
  std::string text(kStampBytes, ' ');
  put_stamp(text.data(), stamp);
  return text;
}

std::optional<FoundStamp> find_stamp(std::string_view text, std::size_t from) {
  for (auto at = text.find(kStampSign, from); at != text.npos; at = text.find(kStampSign, at + 1)) {
    if (const auto stamp = read_stamp(text.substr(at))) return FoundStamp{*stamp, at};
  }
  return std::nullopt;
}

}  // namespace quorum::bench
