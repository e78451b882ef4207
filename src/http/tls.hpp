#pragma once
/// TLS 1.2 and 1.3 over any byte stream, speaking HTTP inside (ALPN).

#include <cstdint>
#include <memory>
#include <string>

#include "async/stream.hpp"
#include "async/task.hpp"
#include "core/error.hpp"

namespace quorum::http {

class TlsIdentity;

/// One side's keys and trust, for the streams of one loop; outlives none of them.
class Tls {
 public:
  /// What may be spoken inside; `ByteStream::agreed_protocol` is what came of it.
  enum class Inside : std::uint8_t { http1, http2_or_1 };

  /// PEM files; the certificate's may hold its chain.
  static Result<std::unique_ptr<Tls>> server(const std::string& certificate_file,
                                             const std::string& key_file,
                                             Inside inside = Inside::http1);

  /// As whom `identity` has, from then on whenever it is read anew.
  static std::unique_ptr<Tls> server(std::shared_ptr<TlsIdentity> identity,
                                     Inside inside = Inside::http1);

  enum class Verify : std::uint8_t { yes, no };

  /// Trusts `ca_file`, or the system's where that is empty. Sessions go on where an origin lets
  /// them.
  static Result<std::unique_ptr<Tls>> client(Verify verify, const std::string& ca_file,
                                             Inside inside = Inside::http1);

  /// From here on OpenSSL takes its memory from `core/heap`: its buffers come and go with each
  /// message. For a program whose heap that is, before it has asked OpenSSL for anything.
  static void use_heap();

  virtual ~Tls() = default;

  /// The handshake as a server. Its time is the deadline that `inner` has.
  virtual Task<Result<std::unique_ptr<async::ByteStream>>> accept(
      std::unique_ptr<async::ByteStream> inner) = 0;

  /// The handshake as a client of `host`, a name or an address, which the certificate must bear.
  virtual Task<Result<std::unique_ptr<async::ByteStream>>> connect(
      std::unique_ptr<async::ByteStream> inner, std::string host) = 0;
};

}  // namespace quorum::http
