#include "http/proxy.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/base64.hpp"
#include "core/try.hpp"
#include "http/message.hpp"
#include "http/syntax.hpp"

namespace quorum::http {
namespace {

constexpr std::uint16_t kPort = 1080;
constexpr unsigned kMappedBits = 96;  ///< Of an IPv4 address in an IPv6 one.

Error no_proxy() {
  return {.code = Errc::invalid_request,
          .message =
              "A proxy looks like http://host:port, or http://name:password@host:port; only "
              "http and https proxies are spoken to."};
}

std::string plain(std::string_view name) {
  while (name.ends_with('.')) name.remove_suffix(1);
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(), to_lower);
  return lower;
}

/// `name:password`, each percent-encoded where it had to be.
Secret basic(std::string_view user_info) {
  const auto decoded = percent_decode(user_info).value_or(std::string(user_info));
  return Secret("Basic " + base64::encode(decoded));
}

Result<std::optional<Proxy>> read(std::string_view text, std::string_view variable) {
  if (trim(text).empty()) return std::optional<Proxy>();
  auto proxy = Proxy::parse(text);
  if (proxy) return std::optional<Proxy>(std::move(*proxy));
  auto error = std::move(proxy.error());
  error.message = std::string(variable) + " is no proxy. " + error.message;
  return error;
}

}  // namespace

Result<Proxy> Proxy::parse(std::string_view text) {
  text = trim(text);
  Proxy proxy;
  if (const auto end = text.find("://"); end != text.npos) {
    proxy.scheme = plain(text.substr(0, end));
    text.remove_prefix(end + 3);
  }
  if (proxy.scheme != "http" && proxy.scheme != "https") return no_proxy();
  text = text.substr(0, text.find_first_of("/?#", std::min(text.rfind('@'), text.size())));
  if (const auto at = text.rfind('@'); at != text.npos) {
    proxy.authorization = basic(text.substr(0, at));
    text.remove_prefix(at + 1);
  }
  const auto url = Url::parse(proxy.scheme + "://" + std::string(text));
  if (!url) return no_proxy();
  const auto behind_host = text.substr(std::min(text.rfind(']'), text.size()));
  const bool has_port = (behind_host.empty() ? text : behind_host).contains(':');
  proxy.host = url->host;
  proxy.port = has_port || proxy.scheme == "https" ? url->port : kPort;
  return proxy;
}

ProxyBypass::ProxyBypass(std::string_view list) {
  while (!list.empty()) {
    const auto end = std::min(list.find_first_of(", \t"), list.size());
    const auto text = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    if (text == "*") is_all_ = true;
    if (!text.empty() && text != "*") entries_.push_back(entry_of(text));
  }
}

ProxyBypass::Entry ProxyBypass::entry_of(std::string_view text) {
  Entry entry;
  const bool is_bracketed = text.starts_with('[') && text.contains(']');
  auto host = is_bracketed ? text.substr(1, text.find(']') - 1) : text;
  auto rest = is_bracketed ? text.substr(text.find(']') + 1) : std::string_view{};
  if (!is_bracketed && std::ranges::count(text, ':') == 1) {
    host = text.substr(0, text.find(':'));
    rest = text.substr(host.size());
  }
  if (rest.starts_with(':')) {
    const auto port = parse_decimal(rest.substr(1));
    entry.port = static_cast<std::uint16_t>(std::min<std::uint64_t>(port.value_or(0), 65535));
  }
  if (is_bracketed && rest.starts_with('/')) host = text.substr(1);  // Never a name's.
  const auto slash = host.find('/');
  entry.network = address_of(host.substr(0, slash));
  if (!entry.network) {
    if (host.starts_with("*.")) host.remove_prefix(1);
    while (host.starts_with('.')) host.remove_prefix(1);
    entry.name = plain(host);
    return entry;
  }
  if (slash == host.npos) return entry;
  const bool is_v4 = !host.contains(':');
  const auto bits = parse_decimal(host.substr(slash + 1));
  const unsigned most = is_v4 ? 32 : 128;
  if (!bits || *bits > most) return {};
  entry.prefix_bits = static_cast<unsigned>(*bits) + (is_v4 ? kMappedBits : 0);
  return entry;
}

std::optional<ProxyBypass::Bits> ProxyBypass::address_of(std::string_view host) {
  const std::string text(host);
  Bits bits{};
  if (::inet_pton(AF_INET6, text.c_str(), bits.data()) == 1) return bits;
  if (::inet_pton(AF_INET, text.c_str(), bits.data() + kMappedBits / 8) != 1) return std::nullopt;
  bits[10] = bits[11] = 0xFF;
  return bits;
}

bool ProxyBypass::fits(const Entry& entry, std::string_view name,
                       const std::optional<Bits>& address) {
  if (entry.network) {
    if (!address) return false;
    for (unsigned bit = 0; bit < entry.prefix_bits; ++bit) {
      const unsigned mask = 0x80U >> (bit % 8);
      if (((*entry.network)[bit / 8] & mask) != ((*address)[bit / 8] & mask)) return false;
    }
    return true;
  }
  if (entry.name.empty() || address || !name.ends_with(entry.name)) return false;
  name.remove_suffix(entry.name.size());
  return name.empty() || name.ends_with('.');
}

bool ProxyBypass::matches(std::string_view host, std::uint16_t port) const {
  if (is_all_) return true;
  if (entries_.empty()) return false;
  const auto name = plain(host);
  const auto address = address_of(name);
  return std::ranges::any_of(entries_, [&](const Entry& entry) {
    return (entry.port == 0 || entry.port == port) && fits(entry, name, address);
  });
}

Result<ProxyRules> ProxyRules::parse(const Texts& texts) {
  ProxyRules rules;
  QUORUM_TRY(auto all, read(texts.all, "ALL_PROXY"));
  QUORUM_TRY(rules.http_, read(texts.http, "HTTP_PROXY"));
  QUORUM_TRY(rules.https_, read(texts.https, "HTTPS_PROXY"));
  if (!rules.http_) rules.http_ = all;
  if (!rules.https_) rules.https_ = std::move(all);
  rules.bypass_ = ProxyBypass(texts.no);
  return rules;
}

Result<> ProxyRules::set_for(const Url& origin, std::string_view proxy) {
  auto& own = own_[origin.origin()];
  if (trim(proxy) == "none") {
    own.reset();
    return {};
  }
  QUORUM_TRY(own, Proxy::parse(proxy));
  return {};
}

const Proxy* ProxyRules::find(const Url& url) const {
  if (empty() || url.scheme == "unix") return nullptr;
  if (!own_.empty()) {
    const auto own = own_.find(url.origin());
    if (own != own_.end()) return own->second ? &*own->second : nullptr;
  }
  const auto& proxy = url.scheme == "https" ? https_ : http_;
  if (!proxy || bypass_.matches(url.host, url.port)) return nullptr;
  return &*proxy;
}

}  // namespace quorum::http
