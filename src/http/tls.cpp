#include "http/tls.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <span>
#include <string_view>
#include <utility>

#include "async/address.hpp"
#include "core/try.hpp"
#include "http/tls_identity.hpp"

namespace quorum::http {
namespace {

using async::ByteStream;
using Stream = std::unique_ptr<ByteStream>;

constexpr std::size_t kRecordBytesMax = 16 << 10;
constexpr std::size_t kFlushBytesMax = 64 << 10;

// As ALPN has it, the preferred first.
constexpr std::array<unsigned char, 12> kProtocols{2,   'h', '2', 8,   'h', 't',
                                                   't', 'p', '/', '1', '.', '1'};

std::span<const unsigned char> protocols_of(Tls::Inside inside) {
  return std::span(kProtocols).subspan(inside == Tls::Inside::http1 ? 3 : 0);
}

/// Where the bytes of a read pass through; shared by the streams of one `Tls`, any of which may be
/// the last to go. Never kept across a wait.
using Scratch = std::array<char, kRecordBytesMax>;

struct Free {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};

using SslOwner = std::unique_ptr<SSL, Free>;

/// OpenSSL's own words for what went wrong last in this thread; empties its queue.
std::string openssl_detail() {
  std::string detail;
  while (const auto code = ERR_get_error()) {
    std::array<char, 256> text{};
    ERR_error_string_n(code, text.data(), text.size());
    if (!detail.empty()) detail += "; ";
    detail += text.data();
  }
  return detail;
}

Error unusable(std::string message) {
  return {.code = Errc::invalid_request, .message = std::move(message), .detail = openssl_detail()};
}

Error broken(std::string detail) {
  return {.code = Errc::unavailable,
          .message = "The TLS connection failed or was cut.",
          .detail = std::move(detail),
          .reason = "tls"};
}

/// Why a certificate was not taken, and what can be done.
std::string distrust(long verified) {
  switch (verified) {
    case X509_V_ERR_CERT_HAS_EXPIRED: return "The server's certificate has expired.";
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "The server's certificate is not valid yet: is the clock right?";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return "The server's certificate is for another name than the one that was asked for.";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return "The server's certificate comes from nobody trusted here (SSL_CERT_FILE names whom to "
             "trust).";
    default: return "The server's certificate is not to be trusted.";
  }
}

/// One TLS connection. OpenSSL reads from and writes to memory; this carries the bytes over.
///
/// Whoever reads writes nothing, as somebody else may be writing: what OpenSSL has to say goes out
/// with the next write.
class TlsStream final : public ByteStream {
 public:
  TlsStream(SslOwner ssl, Stream inner, std::shared_ptr<Scratch> scratch)
      : ssl_(std::move(ssl)),
        arrived_(BIO_new(BIO_s_mem())),
        leaving_(BIO_new(BIO_s_mem())),
        inner_(std::move(inner)),
        scratch_(std::move(scratch)) {
    SSL_set_bio(ssl_.get(), arrived_, leaving_);
  }

  // OpenSSL would otherwise forget the session of a connection that was not closed by both sides.
  ~TlsStream() override { SSL_set_shutdown(ssl_.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN); }

  Task<Result<>> handshake();

  /// What OpenSSL's callbacks refer to; it goes after `ssl_`.
  void keep(std::shared_ptr<void> what) { kept_ = std::move(what); }

  Task<Result<>> readable() override;
  Task<Result<std::size_t>> read(std::span<char> into) override;
  Task<Result<>> write(std::span<const std::string_view> pieces) override;
  Task<Result<>> finish() override;

  void reset_on_close() override { inner_->reset_on_close(); }
  std::uint64_t written_bytes() const override { return inner_->written_bytes(); }
  std::optional<std::uint64_t> reached_bytes() const override { return inner_->reached_bytes(); }
  Task<> peer_gone() override { return inner_->peer_gone(); }
  std::string_view agreed_protocol() const override;
  void set_deadline(TimePoint moment) override { inner_->set_deadline(moment); }

 private:
  Task<Result<>> receive();
  Task<Result<>> flush();
  Result<> encrypt(std::string_view bytes);
  std::size_t leaving_bytes() const { return BIO_ctrl_pending(leaving_); }

  std::shared_ptr<void> kept_;
  SslOwner ssl_;
  BIO* arrived_;  ///< Owned by `ssl_`, as is the other.
  BIO* leaving_;
  Stream inner_;
  std::shared_ptr<Scratch> scratch_;
};

Task<Result<>> TlsStream::handshake() {
  while (true) {
    ERR_clear_error();
    const int done = SSL_do_handshake(ssl_.get());
    const int why = SSL_get_error(ssl_.get(), done);
    if (done != 1 && why != SSL_ERROR_WANT_READ) {
      auto error = broken(openssl_detail());
      const auto verified = SSL_get_verify_result(ssl_.get());
      if (verified != X509_V_OK) {
        error.message = distrust(verified);
        error.detail = X509_verify_cert_error_string(verified);
      }
      // The other side may still read the alert that says why.
      (void)co_await flush();
      co_return error;
    }
    QUORUM_CO_CHECK(co_await flush());
    if (done == 1) co_return {};
    QUORUM_CO_CHECK(co_await receive());
  }
}

Task<Result<>> TlsStream::readable() {
  while (true) {
    char byte = 0;
    ERR_clear_error();
    const int size = SSL_peek(ssl_.get(), &byte, 1);
    const int why = SSL_get_error(ssl_.get(), size);
    if (size > 0 || why == SSL_ERROR_ZERO_RETURN) co_return {};
    if (why != SSL_ERROR_WANT_READ) co_return broken(openssl_detail());
    QUORUM_CO_CHECK(co_await receive());
  }
}

Task<Result<std::size_t>> TlsStream::read(std::span<char> into) {
  QUORUM_CO_CHECK(co_await readable());
  std::size_t total = 0;
  while (total < into.size()) {
    const auto room = into.subspan(total);
    std::size_t size = 0;
    ERR_clear_error();
    if (SSL_read_ex(ssl_.get(), room.data(), room.size(), &size) != 1) break;
    total += size;
  }
  co_return total;
}

/// Waits for bytes of the other side and hands them to OpenSSL.
Task<Result<>> TlsStream::receive() {
  QUORUM_CO_CHECK(co_await inner_->readable());
  QUORUM_CO_TRY(const auto size, co_await inner_->read(*scratch_));
  // An end that TLS did not announce may be an attacker's.
  if (size == 0) co_return broken("closed without close_notify");
  if (BIO_write(arrived_, scratch_->data(), static_cast<int>(size)) != static_cast<int>(size)) {
    co_return broken(openssl_detail());
  }
  co_return {};
}

/// Sends what OpenSSL has written.
Task<Result<>> TlsStream::flush() {
  std::string bytes;
  while (leaving_bytes() > 0) {
    bytes.resize(leaving_bytes());
    BIO_read(leaving_, bytes.data(), static_cast<int>(bytes.size()));
    const std::array<std::string_view, 1> pieces{bytes};
    QUORUM_CO_CHECK(co_await inner_->write(pieces));
  }
  co_return {};
}

Result<> TlsStream::encrypt(std::string_view bytes) {
  if (bytes.empty()) return {};
  std::size_t written = 0;
  ERR_clear_error();
  // Memory takes all there is, so this never has to wait.
  if (SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &written) == 1) return {};
  return broken(openssl_detail());
}

Task<Result<>> TlsStream::write(std::span<const std::string_view> pieces) {
  std::string record;  // Small pieces share one: a head and its body, a chunk and its ends.
  for (std::string_view piece : pieces) {
    while (!piece.empty()) {
      const auto part = piece.substr(0, kRecordBytesMax - record.size());
      piece.remove_prefix(part.size());
      record += part;
      if (record.size() < kRecordBytesMax) continue;
      QUORUM_CO_CHECK(encrypt(record));
      record.clear();
      if (leaving_bytes() >= kFlushBytesMax) QUORUM_CO_CHECK(co_await flush());
    }
  }
  QUORUM_CO_CHECK(encrypt(record));
  co_return co_await flush();
}

Task<Result<>> TlsStream::finish() {
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
  QUORUM_CO_CHECK(co_await flush());
  co_return co_await inner_->finish();
}

std::string_view TlsStream::agreed_protocol() const {
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl_.get(), &name, &size);
  return {reinterpret_cast<const char*>(name), size};
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
    auto stream = std::make_unique<TlsStream>(std::move(ssl), std::move(inner), scratch_);
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
  std::shared_ptr<Scratch> scratch_ = std::make_shared<Scratch>();
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
    auto stream = std::make_unique<TlsStream>(std::move(ssl), std::move(inner), scratch_);
    stream->keep(std::move(origin));
    QUORUM_CO_CHECK(co_await stream->handshake());
    co_return stream;
  }

 private:
  std::unique_ptr<SSL_CTX, Free> context_;
  std::shared_ptr<Sessions> sessions_ = std::make_shared<Sessions>();
  std::shared_ptr<Scratch> scratch_ = std::make_shared<Scratch>();
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

}  // namespace quorum::http
