#pragma once
/// Which requests go through a proxy, and through which: curl's rules. Pure.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "core/secret.hpp"
#include "http/url.hpp"

namespace quorum::http {

struct Proxy {
  /// `http://name:password@host:port`, `https://…`; `host:port` is `http`. Without a port 1080, of
  /// `https` 443. The error shows nothing of the text.
  static Result<Proxy> parse(std::string_view text);

  std::string scheme = "http";
  std::string host{};
  std::uint16_t port = 0;
  Secret authorization{};  ///< What `Proxy-Authorization` says; empty where nothing is to be said.
};

/// Hosts that are reached directly: names with all below them, addresses, networks, `*`.
class ProxyBypass {
 public:
  /// A list by commas or spaces: `example.com`, `.example.com`, `10.0.0.0/8`, `[::1]:8080`, `*`.
  /// What means nothing matches nothing.
  explicit ProxyBypass(std::string_view list = {});

  bool matches(std::string_view host, std::uint16_t port) const;

 private:
  using Bits = std::array<std::uint8_t, 16>;
  struct Entry {
    std::string name{};             ///< Lower case, without dots at its ends; of a network, empty.
    std::optional<Bits> network{};  ///< IPv4 in IPv6.
    unsigned prefix_bits = 128;
    std::uint16_t port = 0;  ///< 0: any.
  };
  static std::optional<Bits> address_of(std::string_view host);
  static Entry entry_of(std::string_view text);
  static bool fits(const Entry& entry, std::string_view name, const std::optional<Bits>& address);

  std::vector<Entry> entries_;
  bool is_all_ = false;
};

class ProxyRules {
 public:
  /// As the variables have them; empty: none.
  struct Texts {
    std::string http{};   ///< For `http://` origins.
    std::string https{};  ///< For `https://` origins.
    std::string all{};    ///< For those that the others leave.
    std::string no{};
  };
  static Result<ProxyRules> parse(const Texts& texts);

  /// One origin's own way, whatever else is said: a proxy's URL, or `none`.
  Result<> set_for(const Url& origin, std::string_view proxy);

  /// Nothing: directly. Lives as long as the rules do.
  const Proxy* find(const Url& url) const;

  bool empty() const { return !http_ && !https_ && own_.empty(); }

 private:
  std::optional<Proxy> http_;
  std::optional<Proxy> https_;
  ProxyBypass bypass_;
  std::map<std::string, std::optional<Proxy>, std::less<>> own_;  ///< By origin; nothing: directly.
};

}  // namespace quorum::http
