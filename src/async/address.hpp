#pragma once
/// Where a socket is: an IPv4 or IPv6 address with a port, or a path.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

struct sockaddr;

namespace quorum::async {

class Address {
 public:
  /// `127.0.0.1`, `::1` or `fe80::1%eth0`: numbers only, no names. An IPv6 address may have
  /// brackets.
  static Result<Address> numeric(std::string_view host, std::uint16_t port);

  /// All that the system knows of a name, IPv4 first; nothing where it knows none. It may ask the
  /// network and wait: for a program's start only.
  static std::vector<Address> of_name(std::string_view name, std::uint16_t port);

  /// At most 107 bytes.
  static Result<Address> unix_path(std::string_view path);

  static Address of(const sockaddr* raw, std::size_t size);

  /// 0 for a path.
  std::uint16_t port() const;
  Address with_port(std::uint16_t port) const;  ///< A path stays what it is.
  bool is_unix() const;

  /// `127.0.0.1:80`, `[::1]:80` or the path.
  std::string text() const;
  std::string path() const;
  std::string host() const;  ///< `127.0.0.1` or `::1`; empty for a path.

  const sockaddr* raw() const;
  std::uint32_t size() const { return size_; }
  int family() const;

 private:
  Address() = default;

  alignas(8) std::array<std::byte, 128> storage_{};
  std::uint32_t size_ = 0;
};

}  // namespace quorum::async
