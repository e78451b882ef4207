#pragma once
/// The header that a proxy puts before a connection's first byte (PROXY protocol, versions 1 and
/// 2), to say who has connected to it. Pure.

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "http/peer/networks.hpp"

namespace quorum::http {

class ProxyHeaderParser {
 public:
  struct Source {
    IpAddress address;
    std::uint16_t port = 0;
    bool operator==(const Source&) const = default;
  };

  /// Takes from `bytes` what belongs to the header and says how much that was: all, unless
  /// `is_done`. An error says what is wrong, and the connection is to be closed.
  std::expected<std::size_t, std::string_view> push(std::string_view bytes);

  bool is_done() const { return is_done_; }

  /// Once done. Nothing where the proxy speaks for itself (LOCAL, a health check) or does not say:
  /// then the connection's own address counts.
  const std::optional<Source>& source() const { return source_; }

 private:
  using Checked = std::expected<void, std::string_view>;

  Checked parse_text();
  Checked parse_binary();

  std::string bytes_;
  std::optional<Source> source_;
  bool is_done_ = false;
};

}  // namespace quorum::http
