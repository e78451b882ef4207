#include "http/syntax.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "http/headers.hpp"
#include "http/scan.hpp"
#include "http/sixteen.hpp"

namespace quorum::http {
namespace {

constexpr detail::ByteTable kHostBytes = detail::table_of("-._~%!$&'()*+;=");

bool is_host_byte(char byte) { return kHostBytes[static_cast<unsigned char>(byte)]; }

bool is_port(std::string_view text) {
  if (text.empty()) return true;
  const auto port = parse_decimal(text);
  return port && *port <= 65'535;
}

/// A text of less than sixteen bytes, some of them twice: enough to ask whether any is a control.
bool has_no_control(std::string_view text) {
  std::array<char, detail::Sixteen::kSize> bytes;
  bytes.fill(' ');
  const auto overlap = [&](std::size_t size) {
    std::memcpy(bytes.data(), text.data(), size);
    std::memcpy(bytes.data() + size, text.data() + text.size() - size, size);
  };
  if (text.size() >= 8) {
    overlap(8);
  } else if (text.size() >= 4) {
    overlap(4);
  } else if (!text.empty()) {
    overlap(1);
    bytes[2] = text[text.size() / 2];
  }
  return detail::Sixteen(bytes.data()).controls() == 0;
}

}  // namespace

std::size_t token_size(std::string_view text) { return detail::scan_token(text); }

bool is_token(std::string_view text) { return !text.empty() && token_size(text) == text.size(); }

bool is_target(std::string_view text) {
  return !text.empty() && detail::scan_target(text) == text.size();
}

std::size_t field_value_size(std::string_view text) { return detail::scan_field_value(text); }

bool is_field_value(std::string_view text) {
  if (text.size() < detail::Sixteen::kSize && has_no_control(text)) return true;
  return field_value_size(text) == text.size();
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool is_authority(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos || end == 1) return false;
    const auto address = text.substr(1, end - 1);
    const auto is_address_byte = [](char byte) {
      return hex_value(byte) >= 0 || byte == ':' || byte == '.';
    };
    if (!std::ranges::all_of(address, is_address_byte)) return false;
    const auto rest = text.substr(end + 1);
    return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
  }
  const auto* const end = std::ranges::find_if_not(text, is_host_byte);
  if (end == text.end()) return true;
  return *end == ':' && is_port({end + 1, text.end()});
}

std::optional<std::uint64_t> parse_decimal(std::string_view text) {
  constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  constexpr std::size_t kDigitsSafe = 18;  // No sum of so many is too large.
  if (text.empty()) return std::nullopt;
  std::uint64_t value = 0;
  for (const char byte : text.substr(0, kDigitsSafe)) {
    if (!is_digit(byte)) return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(byte - '0');
  }
  text.remove_prefix(std::min(text.size(), kDigitsSafe));
  for (const char byte : text) {
    if (!is_digit(byte)) return std::nullopt;
    const auto digit = static_cast<std::uint64_t>(byte - '0');
    if (value > (kMax - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return value;
}

std::string_view take_element(std::string_view& list) {
  const auto comma = list.find(',');
  const auto element = trim(list.substr(0, comma));
  list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  return element;
}

bool list_has(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    if (equals_ignoring_case(take_element(list), token)) return true;
  }
  return false;
}

}  // namespace quorum::http
