#pragma once
/// What may be told to a server of how it meets its clients.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "core/error.hpp"
#include "http/listening.hpp"
#include "http/peer/networks.hpp"

namespace quorum::http {

class ServerProtocol;
class TlsIdentity;

enum class ClientCertificates : std::uint8_t { none, optional, required };

struct ServerConfig {
  /// An address, a name, `unix:/path/to/socket`, or several with commas.
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;          ///< 0: any free one; see `Server::port`.
  bool reuse_port = false;         ///< Several loops accept on one port.
  unsigned unix_mode = 0660;       ///< Of a unix socket's file: who may connect.
  SharedSockets shared_sockets{};  ///< Of unix paths, where several loops accept on them.
  std::size_t head_bytes_max = 32 << 10;
  std::size_t headers_max = 100;
  std::size_t body_bytes_max = 32 << 20;
  std::size_t connections_max = 20'000;
  std::chrono::milliseconds head_wait_max{10'000};  ///< From the first byte to the head's end.
  std::chrono::milliseconds body_wait_max{60'000};
  std::chrono::milliseconds idle_wait_max{75'000};   ///< Between requests.
  std::chrono::milliseconds write_wait_max{60'000};  ///< One write to a client that reads nothing.
  std::chrono::milliseconds handshake_wait_max{10'000};  ///< For TLS and a proxy's header.
  std::size_t handshakes_max = 1024;   ///< Of TLS side by side; beyond it the oldest is cut.
  std::string tls_certificate_file{};  ///< PEM; TLS when both are given.
  std::string tls_key_file{};
  std::map<std::string, std::string> tls_more{};  ///< Of other names: certificate to key.
  std::string tls_client_ca_file{};               ///< Who may sign clients' certificates.
  ClientCertificates tls_client_certificates = ClientCertificates::none;
  std::shared_ptr<TlsIdentity>
      tls{};  ///< Of the files above, one for all loops; made where absent.

  /// Who may say for whom they speak: by `X-Forwarded-For`, `Forwarded` or `X-Real-IP`, and by the
  /// PROXY header where that is expected, which then every connection of theirs begins with.
  Networks trusted_proxies{};
  bool expects_proxy_header = false;
  bool compresses = true;                 ///< Answers of 1 KB and more, for who asks for it.
  const ServerProtocol* http2 = nullptr;  ///< Spoken where given, to clients that want it.
  std::size_t streams_max = 128;          ///< Of HTTP/2, side by side on one connection.
};

/// Who the server is by its files; null where they say nothing of TLS.
Result<std::shared_ptr<TlsIdentity>> tls_identity_of(const ServerConfig& config);

}  // namespace quorum::http
