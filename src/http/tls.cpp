#include "http/tls.hpp"

#include <openssl/crypto.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <map>
#include <span>
#include <string_view>
#include <utility>

#include "async/address.hpp"
#include "core/heap.hpp"
#include "core/try.hpp"
#include "http/tls_identity.hpp"
#include "http/tls_stream.hpp"

namespace quorum::http {
namespace {

using async::ByteStream;
using Stream = std::unique_ptr<ByteStream>;

// As ALPN has it, the preferred first.
constexpr std::array<unsigned char, 12> kProtocols{2,   'h', '2', 8,   'h', 't',
                                                   't', 'p', '/', '1', '.', '1'};

std::span<const unsigned char> protocols_of(Tls::Inside inside) {
  return std::span(kProtocols).subspan(inside == Tls::Inside::http1 ? 3 : 0);
}

struct Free {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

Error unusable(std::string message) {
  return {.code = Errc::invalid_request, .message = std::move(message), .detail = openssl_words()};
}

/// The certificate must bear `host`, which is also what the server is asked for (SNI).
Result<> expect_host(SSL* ssl, const std::string& host) {
  auto* const checks = SSL_get0_param(ssl);
  X509_VERIFY_PARAM_set_hostflags(checks, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  if (async::Address::numeric(host, 0)) {
    if (X509_VERIFY_PARAM_set1_ip_asc(checks, host.c_str()) == 1) return {};
  } else if (X509_VERIFY_PARAM_set1_host(checks, host.data(), host.size()) == 1 &&
             SSL_set_tlsext_host_name(ssl, host.c_str()) == 1) {
    return {};
  }
  return unusable("The server's name cannot be checked.");
}

/// The sessions that a client may go on with, by origin. One loop's; outlived by its streams.
class Sessions {
 public:
  ~Sessions() {
    for (const auto& [host, session] : sessions_) SSL_SESSION_free(session);
  }

  /// Owns `session` from now on.
  void put(const std::string& host, SSL_SESSION* session) {
    if (sessions_.size() >= kSessionsMax && !sessions_.contains(host)) drop(sessions_.begin());
    auto& place = sessions_[host];
    SSL_SESSION_free(place);
    place = session;
  }

  /// Where there is one: a ticket of TLS 1.3 only once, as it would show who comes again.
  void resume(SSL* ssl, const std::string& host) {
    const auto found = sessions_.find(host);
    if (found == sessions_.end()) return;
    const bool is_good = SSL_SESSION_is_resumable(found->second) == 1;
    if (is_good) SSL_set_session(ssl, found->second);
    const bool is_for_once = SSL_SESSION_get_protocol_version(found->second) >= TLS1_3_VERSION;
    if (is_for_once || !is_good) drop(found);
  }

 private:
  static constexpr std::size_t kSessionsMax = 256;
  using Map = std::map<std::string, SSL_SESSION*>;

  void drop(Map::iterator which) {
    SSL_SESSION_free(which->second);
    sessions_.erase(which);
  }

  Map sessions_;
};

/// What a client's stream must find again when its server sends a ticket.
struct Origin {
  std::shared_ptr<Sessions> sessions;
  std::string host;
};

int keep_session(SSL* ssl, SSL_SESSION* session) {
  const auto* const origin = static_cast<const Origin*>(SSL_get_app_data(ssl));
  if (origin == nullptr) return 0;
  origin->sessions->put(origin->host, session);
  return 1;
}

class ServerTls final : public Tls {
 public:
  ServerTls(std::shared_ptr<TlsIdentity> identity, Inside inside)
      : identity_(std::move(identity)), inside_(inside) {}

  Task<Result<Stream>> accept(Stream inner) override {
    auto context = identity_->context();
    SslOwner ssl(SSL_new(context.get()));
    SSL_set_accept_state(ssl.get());
    // Read by the choice of a protocol: anything there says that HTTP/2 may be agreed on.
    SSL_set_app_data(ssl.get(), inside_ == Inside::http2_or_1 ? this : nullptr);
    auto stream = std::make_unique<TlsStream>(std::move(ssl), std::move(inner), shared_);
    stream->keep(std::move(context));
    QUORUM_CO_CHECK(co_await stream->handshake());
    co_return stream;
  }

  Task<Result<Stream>> connect(Stream, std::string) override {
    co_return Error{.code = Errc::internal, .message = "A server's keys are no client's."};
  }

 private:
  std::shared_ptr<TlsIdentity> identity_;
  Inside inside_;
  std::shared_ptr<TlsShared> shared_ = std::make_shared<TlsShared>();
};

class ClientTls final : public Tls {
 public:
  ClientTls(SSL_CTX* context, Inside inside) : context_(context) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    const auto offered = protocols_of(inside);
    SSL_CTX_set_alpn_protos(context, offered.data(), static_cast<unsigned>(offered.size()));
    SSL_CTX_set_session_cache_mode(context,
                                   SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE);
    SSL_CTX_sess_set_new_cb(context, keep_session);
  }

  Task<Result<Stream>> accept(Stream) override {
    co_return Error{.code = Errc::internal, .message = "A client has no keys to serve with."};
  }

  Task<Result<Stream>> connect(Stream inner, std::string host) override {
    SslOwner ssl(SSL_new(context_.get()));
    SSL_set_connect_state(ssl.get());
    QUORUM_CO_CHECK(expect_host(ssl.get(), host));
    sessions_->resume(ssl.get(), host);
    auto origin = std::make_shared<Origin>(Origin{.sessions = sessions_, .host = std::move(host)});
    SSL_set_app_data(ssl.get(), origin.get());
    auto stream = std::make_unique<TlsStream>(std::move(ssl), std::move(inner), shared_);
    stream->keep(std::move(origin));
    QUORUM_CO_CHECK(co_await stream->handshake());
    co_return stream;
  }

 private:
  std::unique_ptr<SSL_CTX, Free> context_;
  std::shared_ptr<Sessions> sessions_ = std::make_shared<Sessions>();
  std::shared_ptr<TlsShared> shared_ = std::make_shared<TlsShared>();
};

}  // namespace

Result<std::unique_ptr<Tls>> Tls::server(const std::string& certificate_file,
                                         const std::string& key_file, Inside inside) {
  TlsIdentityConfig config;
  config.certificates.push_back({.certificate = certificate_file, .key = key_file});
  QUORUM_TRY(auto identity, TlsIdentity::load(std::move(config)));
  return server(std::move(identity), inside);
}

std::unique_ptr<Tls> Tls::server(std::shared_ptr<TlsIdentity> identity, Inside inside) {
  return std::make_unique<ServerTls>(std::move(identity), inside);
}

Result<std::unique_ptr<Tls>> Tls::client(Verify verify, const std::string& ca_file, Inside inside) {
  auto* const context = SSL_CTX_new(TLS_client_method());
  auto tls = std::make_unique<ClientTls>(context, inside);
  const bool has_trust = ca_file.empty() ? SSL_CTX_set_default_verify_paths(context) == 1
                                         : SSL_CTX_load_verify_file(context, ca_file.c_str()) == 1;
  if (!has_trust) return unusable("The trusted certificates cannot be read: " + ca_file + ".");
  SSL_CTX_set_verify(context, verify == Verify::yes ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
  return tls;
}

void Tls::use_heap() {
  // Every block of the heap's is one of `malloc`'s, so that it may be made larger as such.
  CRYPTO_set_mem_functions(
      [](std::size_t size, const char*, int) { return heap::take(size); },
      [](void* memory, std::size_t size, const char*, int) { return std::realloc(memory, size); },
      [](void* memory, const char*, int) { heap::give(memory); });
}

}  // namespace quorum::http
