#pragma once
/// The alphabet of HTTP: which byte may stand where (RFC 9110 §5.6, RFC 3986 §2).

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace quorum::http {

namespace detail {

constexpr bool is_one_of(char byte, std::string_view set) {
  return set.find(byte) != std::string_view::npos;
}
constexpr bool is_letter(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

using ByteTable = std::array<bool, 256>;

/// Letters, digits and `others`.
constexpr ByteTable table_of(std::string_view others) {
  ByteTable table{};
  for (unsigned code = 1; code < table.size(); ++code) {
    const char byte = static_cast<char>(code);
    table[code] = is_letter(byte) || (byte >= '0' && byte <= '9') || is_one_of(byte, others);
  }
  return table;
}

inline constexpr ByteTable kTokenBytes = table_of("!#$%&'*+-.^_`|~");

}  // namespace detail

constexpr bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }
constexpr bool is_token_byte(char byte) {
  return detail::kTokenBytes[static_cast<unsigned char>(byte)];
}
constexpr char to_lower(char byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + ('a' - 'A')) : byte;
}

/// The digit's value, or -1.
constexpr int hex_value(char byte) {
  if (is_digit(byte)) return byte - '0';
  const char lower = to_lower(byte);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// How many bytes at the front are a token's.
std::size_t token_size(std::string_view text);

/// One token byte at least, and nothing else.
bool is_token(std::string_view text);

/// Whether it may stand as a request's target: visible ASCII without `#`, one byte at least.
bool is_target(std::string_view text);

/// How many bytes at the front may stand in a field's value: up to a control byte other than tab.
std::size_t field_value_size(std::string_view text);

bool is_field_value(std::string_view text);

/// Without spaces and tabs at either end.
std::string_view trim(std::string_view text);

/// `host`, `host:port`, `[::1]:port`; an empty host is allowed, since `Host:` may be.
bool is_authority(std::string_view text);

/// Digits only, no sign, no more than 63 bits.
std::optional<std::uint64_t> parse_decimal(std::string_view text);

/// Cuts the next element off a comma list, trimmed.
std::string_view take_element(std::string_view& list);

/// Whether a comma list names `token`, in either case.
bool list_has(std::string_view list, std::string_view token);

}  // namespace quorum::http
