#include "app/config/server_settings.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>

#include "app/config/setting.hpp"
#include "core/try.hpp"

namespace quorum::app {
namespace {

using Server = http::ServerConfig;

constexpr std::size_t kKibi = 1 << 10;
constexpr std::size_t kGibi = std::size_t{1} << 30;

template <auto kMember>
Result<> seconds(Server& server, const std::string& value) {
  QUORUM_TRY(server.*kMember, read_seconds(value));
  return {};
}

template <auto kMember, std::size_t kMin, std::size_t kMax>
Result<> bytes(Server& server, const std::string& value) {
  QUORUM_TRY(server.*kMember, read_bytes(value, kMin, kMax));
  return {};
}

template <auto kMember, std::int64_t kMax>
Result<> number(Server& server, const std::string& value) {
  QUORUM_TRY(const auto number, read_integer(value, 1, kMax));
  server.*kMember = static_cast<std::size_t>(number);
  return {};
}

template <auto kMember>
Result<> text(Server& server, const std::string& value) {
  server.*kMember = value;
  return {};
}

Result<> more_certificates(Server& server, const std::string& value) {
  QUORUM_TRY(server.tls_more, read_pairs(value));
  return {};
}

/// Who names the signers wants certificates, unless they say that they may be left out.
Result<> client_signers(Server& server, const std::string& value) {
  server.tls_client_ca_file = value;
  if (server.tls_client_certificates == http::ClientCertificates::none) {
    server.tls_client_certificates = http::ClientCertificates::required;
  }
  return {};
}

Result<> client_certificates(Server& server, const std::string& value) {
  if (value == "required") {
    server.tls_client_certificates = http::ClientCertificates::required;
  } else if (value == "optional") {
    server.tls_client_certificates = http::ClientCertificates::optional;
  } else {
    return Error{.code = Errc::invalid_request,
                 .message = fmt::format("`{}` is neither required nor optional", value)};
  }
  return {};
}

Result<> trusted_proxies(Server& server, const std::string& value) {
  QUORUM_TRY(const auto items, read_list(value));
  QUORUM_TRY(server.trusted_proxies, http::Networks::parse(items));
  return {};
}

Result<> proxy_protocol(Server& server, const std::string& value) {
  QUORUM_TRY(server.expects_proxy_header, read_boolean(value));
  return {};
}

Result<> compression(Server& server, const std::string& value) {
  QUORUM_TRY(server.compresses, read_boolean(value));
  return {};
}

Result<> unix_mode(Server& server, const std::string& value) {
  const bool is_octal =
      value.size() >= 3 && value.size() <= 4 && value.find_first_not_of("01234567") == value.npos;
  if (!is_octal) {
    return Error{.code = Errc::invalid_request,
                 .message = fmt::format("`{}` is no mode of a file, as 0660", value)};
  }
  server.unix_mode = static_cast<unsigned>(std::stoul(value, nullptr, 8)) & 0777U;
  return {};
}

constexpr std::array<ServerSetting, 17> kSettings{{
    {"QUORUM_HEAD_MAX", "head_max", bytes<&Server::head_bytes_max, kKibi, kKibi * kKibi>},
    {"QUORUM_HEADERS_MAX", "headers_max", number<&Server::headers_max, 10'000>},
    {"QUORUM_BODY_MAX", "body_max", bytes<&Server::body_bytes_max, kKibi, kGibi>},
    {"QUORUM_CONNECTIONS_MAX", "connections_max", number<&Server::connections_max, 1'000'000>},
    {"QUORUM_HEAD_TIMEOUT", "head_timeout", seconds<&Server::head_wait_max>},
    {"QUORUM_BODY_TIMEOUT", "body_timeout", seconds<&Server::body_wait_max>},
    {"QUORUM_IDLE_TIMEOUT", "idle_timeout", seconds<&Server::idle_wait_max>},
    {"QUORUM_TLS_CERTIFICATES", "tls_certificates", more_certificates},
    {"QUORUM_TLS_CLIENT_CA", "tls_client_ca", client_signers},
    {"QUORUM_TLS_CLIENT_AUTH", "tls_client_auth", client_certificates},
    {"QUORUM_HANDSHAKE_TIMEOUT", "handshake_timeout", seconds<&Server::handshake_wait_max>},
    {"QUORUM_HANDSHAKES_MAX", "handshakes_max", number<&Server::handshakes_max, 100'000>},
    {"QUORUM_TRUSTED_PROXIES", "trusted_proxies", trusted_proxies},
    {"QUORUM_PROXY_PROTOCOL", "proxy_protocol", proxy_protocol},
    {"QUORUM_COMPRESSION", "compression", compression},
    {"QUORUM_UNIX_MODE", "unix_mode", unix_mode},
    {"QUORUM_WRITE_TIMEOUT", "write_timeout", seconds<&Server::write_wait_max>},
}};

std::size_t unit_of(char letter) {
  switch (letter) {
    case 'k':
    case 'K': return kKibi;
    case 'm':
    case 'M': return kKibi * kKibi;
    case 'g':
    case 'G': return kGibi;
    default: return 1;
  }
}

}  // namespace

std::span<const ServerSetting> server_settings() { return kSettings; }

Result<std::size_t> read_bytes(std::string_view text, std::size_t min, std::size_t max) {
  const auto unit = text.empty() ? 1 : unit_of(text.back());
  const auto count = read_integer(text.substr(0, text.size() - (unit > 1 ? 1 : 0)), 0,
                                  static_cast<std::int64_t>(max / unit));
  if (count && static_cast<std::size_t>(*count) * unit >= min) {
    return static_cast<std::size_t>(*count) * unit;
  }
  return Error{.code = Errc::invalid_request,
               .message = fmt::format("`{}` is not a size from {} to {} bytes, as 64K or 32M", text,
                                      min, max)};
}

}  // namespace quorum::app
