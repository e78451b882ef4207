#pragma once
/// IP addresses, and networks of them. Pure.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace quorum::http {

class IpAddress {
 public:
  /// 16 bytes; an IPv4 address as `::ffff:a.b.c.d`, which is the same to everybody here.
  using Bytes = std::array<std::uint8_t, 16>;

  /// `10.0.0.1` or `2001:db8::1`: numbers only, without brackets, port or zone.
  static std::optional<IpAddress> parse(std::string_view text);
  static IpAddress v4(std::span<const std::uint8_t, 4> bytes);
  static IpAddress v6(std::span<const std::uint8_t, 16> bytes);

  bool is_v4() const;
  bool is_loopback() const;
  std::string text() const;

  /// `10.0.0.1:80` or `[::1]:80`.
  std::string text_with(std::uint16_t port) const;

  const Bytes& bytes() const { return bytes_; }
  bool operator==(const IpAddress&) const = default;

 private:
  explicit IpAddress(const Bytes& bytes) : bytes_(bytes) {}

  Bytes bytes_;
};

/// `10.0.0.0/8`, `2001:db8::/32`, a single address, or `unix:` for whoever comes by a unix socket.
class Networks {
 public:
  static Result<Networks> parse(std::span<const std::string> items);

  bool contains(const IpAddress& address) const;
  bool contains_unix() const { return has_unix_; }
  bool empty() const { return networks_.empty() && !has_unix_; }

 private:
  struct Network {
    IpAddress address;
    unsigned prefix_bits = 128;  ///< Of the 16 bytes.
  };

  std::vector<Network> networks_;
  bool has_unix_ = false;
};

}  // namespace quorum::http
