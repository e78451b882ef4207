#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/try.hpp"
#include "http/headers.hpp"
#include "http/syntax.hpp"

namespace quorum::http {
namespace {

constexpr std::string_view kUnix = "unix:";

Error refused(std::string_view why) {
  return {.code = Errc::invalid_request,
          .message = fmt::format("{}: a URL looks like https://host:port/path", why)};
}

std::uint16_t own_port(std::string_view scheme) {
  if (scheme == "http") return 80;
  return scheme == "https" ? 443 : 0;
}

constexpr std::size_t kPortBytesMax = 6;

void append_port(std::string& text, std::uint16_t port) {
  std::array<char, kPortBytesMax> digits{':'};
  const auto end = std::to_chars(digits.data() + 1, digits.data() + digits.size(), port).ptr;
  text.append(digits.data(), end);
}

Result<Url> parse_unix(std::string_view rest) {
  Url url;
  url.scheme = "unix";
  rest = rest.substr(0, rest.find('#'));
  const auto colon = rest.find(':');
  url.host = rest.substr(0, colon);
  if (url.host.empty()) return refused("The socket's path is missing");
  if (url.host.find('\0') != std::string::npos) return refused("The socket's path holds a zero");
  if (colon != std::string_view::npos && colon + 1 < rest.size()) {
    url.target = rest.substr(colon + 1);
  }
  if (!url.target.starts_with('/') || !is_target(url.target)) {
    return refused("The path after the socket is not one");
  }
  return url;
}

Result<> take_authority(std::string_view authority, Url& url) {
  if (authority.find('@') != std::string_view::npos) {
    return refused("A URL may not hold a name or a password");
  }
  if (!is_authority(authority)) return refused("The host is not one");
  const bool is_bracketed = authority.starts_with('[');
  const auto host_end = is_bracketed ? authority.find(']') + 1 : authority.find(':');
  const auto host = authority.substr(0, host_end);
  url.host = is_bracketed ? host.substr(1, host.size() - 2) : host;
  if (url.host.empty()) return refused("The host is missing");
  if (host.size() + 1 < authority.size()) {
    const auto port = parse_decimal(authority.substr(host.size() + 1));
    if (!port || *port == 0) return refused("The port is not one");
    url.port = static_cast<std::uint16_t>(*port);
  }
  return {};
}

}  // namespace

Result<Url> Url::parse(std::string_view text) {
  if (text.starts_with(kUnix)) return parse_unix(text.substr(kUnix.size()));
  const auto scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos) return refused("The scheme is missing");
  Url url;
  for (const char byte : text.substr(0, scheme_end)) url.scheme += to_lower(byte);
  url.port = own_port(url.scheme);
  if (url.port == 0) return refused("Only http, https and unix are spoken");

  auto rest = text.substr(scheme_end + 3);
  const auto authority = rest.substr(0, rest.find_first_of("/?#"));
  QUORUM_CHECK(take_authority(authority, url));
  rest.remove_prefix(authority.size());
  rest = rest.substr(0, rest.find('#'));  // A fragment never leaves the client.
  if (rest.starts_with('?')) url.target += rest;
  if (rest.starts_with('/')) url.target = rest;
  if (!is_target(url.target)) return refused("The path holds a space or an unencoded byte");
  return url;
}

// Both are asked for by every request that leaves, so nothing here goes through a format.

std::string Url::authority() const {
  if (scheme == "unix") return "localhost";
  const bool is_ipv6 = host.find(':') != std::string::npos;
  std::string text;
  text.reserve(host.size() + kPortBytesMax + 2);
  if (is_ipv6) text += '[';
  text += host;
  if (is_ipv6) text += ']';
  if (port != own_port(scheme)) append_port(text, port);
  return text;
}

std::string Url::origin() const {
  std::string text;
  text.reserve(scheme.size() + 3 + host.size() + kPortBytesMax);
  text.append(scheme).append("://").append(host);
  append_port(text, port);
  return text;
}

}  // namespace quorum::http
