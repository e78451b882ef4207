#pragma once
/// Who a server is to its TLS clients: certificates by name, tickets, and whom it asks to prove
/// themselves. One for all loops.

#include <memory>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "http/server_config.hpp"

struct ssl_ctx_st;

namespace quorum::http {

struct TlsIdentityConfig {
  struct Files {
    std::string certificate{};  ///< PEM; may hold its chain.
    std::string key{};
  };

  /// Chosen by the name that a client asks for, which may be below a wildcard; the first is for
  /// those who ask for none or for another's.
  std::vector<Files> certificates{};
  std::string client_ca_file{};  ///< Who may sign clients' certificates.
  ClientCertificates client_certificates = ClientCertificates::none;
};

/// Any thread.
class TlsIdentity {
 public:
  static Result<std::shared_ptr<TlsIdentity>> load(TlsIdentityConfig config);
  virtual ~TlsIdentity() = default;

  /// Reads the files anew, waiting for the disk. What cannot be used changes nothing. Connections
  /// that there are go on as they are; tickets stay good.
  virtual Result<> reload() = 0;

  /// Whether a file is another than when it was read last, used or not. Asks the disk.
  virtual bool has_changed() const = 0;

  /// OpenSSL's own, for `Tls`: what a new connection begins with.
  virtual std::shared_ptr<ssl_ctx_st> context() const = 0;
};

}  // namespace quorum::http
