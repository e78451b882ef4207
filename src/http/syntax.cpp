#include "http/syntax.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "http/headers.hpp"

namespace quorum::http {
namespace {

constexpr std::uint64_t repeat(std::uint64_t byte) { return byte * 0x0101'0101'0101'0101; }

// Bit 7 of each byte that is below 0x20 or is 0x7F; a byte after a true hit may be a false one.
std::uint64_t control_bytes(std::uint64_t eight) {
  const std::uint64_t below_space = (eight - repeat(0x20)) & ~eight;
  const std::uint64_t delete_as_zero = eight ^ repeat(0x7F);
  const std::uint64_t is_delete = (delete_as_zero - repeat(0x01)) & ~delete_as_zero;
  return (below_space | is_delete) & repeat(0x80);
}

/// Whether all bytes are letters or hyphens.
bool are_plain(std::uint64_t eight) {
  const std::uint64_t low = (eight | repeat(0x20)) & repeat(0x7F);
  const std::uint64_t letters = (low + repeat(0x80 - 'a')) ^ (low + repeat(0x80 - 'z' - 1));
  const std::uint64_t no_hyphen = ((eight ^ repeat('-')) & repeat(0x7F)) + repeat(0x7F);
  return ((letters | ~no_hyphen) & ~eight & repeat(0x80)) == repeat(0x80);
}

/// The first byte lowest, whatever the machine's order.
std::uint64_t load_eight(const char* bytes) {
  std::uint64_t eight = 0;
  std::memcpy(&eight, bytes, sizeof(eight));
  return std::endian::native == std::endian::little ? eight : __builtin_bswap64(eight);
}

bool is_control(char byte) {
  const auto code = static_cast<unsigned char>(byte);
  return (code < 0x20 && byte != '\t') || code == 0x7F;
}

constexpr detail::ByteTable kHostBytes = detail::table_of("-._~%!$&'()*+;=");

bool is_host_byte(char byte) { return kHostBytes[static_cast<unsigned char>(byte)]; }

bool is_target_byte(char byte) { return byte > 0x20 && byte < 0x7F && byte != '#'; }

/// Whether all bytes are a target's.
bool are_target_bytes(std::uint64_t eight) {
  const std::uint64_t below = eight - repeat(0x21);
  const std::uint64_t not_delete = (eight ^ repeat(0x7F)) - repeat(0x01);
  const std::uint64_t not_hash = (eight ^ repeat('#')) - repeat(0x01);
  return ((below | not_delete | not_hash | eight) & repeat(0x80)) == 0;
}

bool is_port(std::string_view text) {
  if (text.empty()) return true;
  const auto port = parse_decimal(text);
  return port && *port <= 65'535;
}

}  // namespace

std::size_t token_size(std::string_view text) {
  std::size_t at = 0;
  // Letters and hyphens, of which nearly every name consists.
  while (at + sizeof(std::uint64_t) <= text.size() && are_plain(load_eight(text.data() + at))) {
    at += sizeof(std::uint64_t);
  }
  while (at < text.size() && is_token_byte(text[at])) ++at;
  return at;
}

bool is_token(std::string_view text) {
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  if (text.size() >= kWord) {
    const std::size_t last = text.size() - kWord;
    bool is_plain = are_plain(load_eight(text.data() + last));
    for (std::size_t at = 0; at < last; at += kWord) {
      is_plain &= are_plain(load_eight(text.data() + at));
    }
    if (is_plain) return true;
  }
  return !text.empty() && token_size(text) == text.size();
}

bool is_target(std::string_view text) {
  std::size_t at = 0;
  while (at + sizeof(std::uint64_t) <= text.size() &&
         are_target_bytes(load_eight(text.data() + at))) {
    at += sizeof(std::uint64_t);
  }
  return !text.empty() && std::ranges::all_of(text.substr(at), is_target_byte);
}

std::size_t field_value_size(std::string_view text) {
  std::size_t at = 0;
  while (at + sizeof(std::uint64_t) <= text.size()) {
    const auto found = control_bytes(load_eight(text.data() + at));
    if (found == 0) {
      at += sizeof(std::uint64_t);
      continue;
    }
    at += static_cast<std::size_t>(std::countr_zero(found)) / 8;
    if (text[at] != '\t') return at;
    ++at;  // The one control byte that is allowed.
  }
  while (at < text.size() && !is_control(text[at])) ++at;
  return at;
}

bool is_field_value(std::string_view text) {
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  if (text.size() < kWord) return field_value_size(text) == text.size();
  const std::size_t last = text.size() - kWord;
  std::uint64_t found = control_bytes(load_eight(text.data() + last));
  for (std::size_t at = 0; at < last; at += kWord) {
    found |= control_bytes(load_eight(text.data() + at));
  }
  return found == 0 || field_value_size(text) == text.size();
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
  const auto colon = text.find(':');
  if (!std::ranges::all_of(text.substr(0, colon), is_host_byte)) return false;
  return colon == std::string_view::npos || is_port(text.substr(colon + 1));
}

std::optional<std::uint64_t> parse_decimal(std::string_view text) {
  constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (text.empty()) return std::nullopt;
  std::uint64_t value = 0;
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
