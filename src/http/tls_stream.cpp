#include "http/tls_stream.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cstring>

#include "core/try.hpp"

namespace quorum::http {
namespace {

constexpr std::size_t kFlushBytesMax = 64 << 10;

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

/// So that what is found there next is of the call that follows. Mostly there is nothing, which is
/// sooner seen than cleared.
void forget_errors() {
  if (ERR_peek_error() != 0) ERR_clear_error();
}

}  // namespace

void SslFree::operator()(ssl_st* ssl) const { SSL_free(ssl); }

/// OpenSSL's own words for what went wrong last in this thread; empties its queue.
std::string openssl_words() {
  std::string detail;
  while (const auto code = ERR_get_error()) {
    std::array<char, 256> text{};
    ERR_error_string_n(code, text.data(), text.size());
    if (!detail.empty()) detail += "; ";
    detail += text.data();
  }
  return detail;
}

TlsStream::TlsStream(SslOwner ssl, std::unique_ptr<async::ByteStream> inner,
                     std::shared_ptr<TlsShared> shared)
    : inner_(std::move(inner)), shared_(std::move(shared)), ssl_(std::move(ssl)) {
  BIO* const below = BIO_new(bio_method());
  BIO_set_data(below, this);
  BIO_set_init(below, 1);
  SSL_set_bio(ssl_.get(), below, below);
}

// OpenSSL would otherwise forget the session of a connection that was not closed by both sides.
TlsStream::~TlsStream() { SSL_set_shutdown(ssl_.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN); }

long TlsStream::bio_control(BIO*, int command, long, void*) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD* TlsStream::bio_method() {
  static const BIO_METHOD* const kMethod = [] {
    auto* const made = BIO_meth_new(BIO_TYPE_SOURCE_SINK | BIO_get_new_index(), "quorum stream");
    BIO_meth_set_read_ex(made, bio_read);
    BIO_meth_set_write_ex(made, bio_write);
    BIO_meth_set_ctrl(made, bio_control);
    return made;
  }();
  return kMethod;
}

int TlsStream::bio_read(BIO* bio, char* into, std::size_t size, std::size_t* taken) {
  auto& stream = *static_cast<TlsStream*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  if (stream.arrived_.empty()) stream.fill();
  *taken = std::min(size, stream.arrived_.size());
  if (*taken == 0) {
    if (!stream.has_ended_ && !stream.fault_) BIO_set_retry_read(bio);
    return 0;
  }
  std::memcpy(into, stream.arrived_.data(), *taken);
  stream.arrived_.remove_prefix(*taken);
  return 1;
}

int TlsStream::bio_write(BIO* bio, const char* bytes, std::size_t size, std::size_t* written) {
  auto& stream = *static_cast<TlsStream*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  if (stream.leaving_.empty()) stream.leaving_.swap(stream.shared_->spare);
  stream.leaving_.append(bytes, size);
  *written = size;
  return 1;
}

/// What has arrived below, without waiting.
void TlsStream::fill() {
  if (has_ended_ || fault_) return;
  auto some = inner_->try_read(shared_->scratch);
  if (!some) return;
  if (!*some) {
    fault_ = std::move(some->error());
  } else {
    has_ended_ = **some == 0;
    take({shared_->scratch.data(), **some});
  }
}

/// At the end of each call of OpenSSL's that reads: the scratch is the next stream's.
void TlsStream::keep_arrived() {
  if (arrived_.empty()) {
    if (!rest_.empty()) rest_ = {};
    return;
  }
  if (!std::exchange(is_in_scratch_, false)) return;
  rest_ = arrived_;
  arrived_ = rest_;
}

Error TlsStream::fault() {
  if (fault_) return *fault_;
  // An end that TLS did not announce may be an attacker's.
  return broken(has_ended_ ? "closed without close_notify" : openssl_words());
}

/// Whether there is something to be read.
TlsStream::State TlsStream::look() {
  char byte = 0;
  forget_errors();
  const int size = SSL_peek(ssl_.get(), &byte, 1);
  keep_arrived();
  if (size > 0) return State::ready;
  switch (SSL_get_error(ssl_.get(), size)) {
    case SSL_ERROR_ZERO_RETURN: return State::ready;
    case SSL_ERROR_WANT_READ: return State::waiting;
    default: return State::failed;
  }
}

Task<Result<>> TlsStream::handshake() {
  while (true) {
    forget_errors();
    const int done = SSL_do_handshake(ssl_.get());
    keep_arrived();
    const int why = SSL_get_error(ssl_.get(), done);
    if (done != 1 && why != SSL_ERROR_WANT_READ) {
      auto error = fault();
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
  switch (look()) {
    case State::ready: return Task<Result<>>::done();
    case State::waiting: return wait_readable();
    case State::failed: break;
  }
  return fail();
}

/// Where nothing has arrived that OpenSSL could make something of. What comes next need not be
/// whole: then `try_read` finds nothing.
async::Readiness* TlsStream::plain_readiness() {
  const bool has_some = !arrived_.empty() || has_ended_ || fault_ || SSL_has_pending(ssl_.get());
  return has_some ? nullptr : inner_->plain_readiness();
}

Task<Result<>> TlsStream::wait_readable() {
  while (true) {
    QUORUM_CO_CHECK(co_await inner_->readable());
    fill();
    // Where only `read` can tell.
    if (arrived_.empty() && !has_ended_ && !fault_) QUORUM_CO_CHECK(co_await receive());
    const auto state = look();
    if (state == State::ready) co_return {};
    if (state == State::failed) co_return fault();
  }
}

bool TlsStream::is_quiet() const {
  return arrived_.empty() && SSL_pending(ssl_.get()) == 0 && inner_->is_quiet();
}

std::optional<Result<std::size_t>> TlsStream::try_read(std::span<char> into) {
  std::size_t total = 0;
  std::size_t size = 0;
  int done = 1;
  forget_errors();
  while (total < into.size()) {
    done = SSL_read_ex(ssl_.get(), into.data() + total, into.size() - total, &size);
    if (done != 1) break;
    total += size;
    if (arrived_.empty() && SSL_has_pending(ssl_.get()) == 0) break;
  }
  keep_arrived();
  if (total > 0) return total;
  switch (SSL_get_error(ssl_.get(), done)) {
    case SSL_ERROR_ZERO_RETURN: return 0;
    case SSL_ERROR_WANT_READ: return std::nullopt;
    default: return fault();
  }
}

Task<Result<std::size_t>> TlsStream::read(std::span<char> into) {
  while (true) {
    if (auto some = try_read(into)) co_return std::move(*some);
    QUORUM_CO_CHECK(co_await receive());
  }
}

/// Waits for bytes of the other side, which OpenSSL must then be asked to take.
Task<Result<>> TlsStream::receive() {
  QUORUM_CO_CHECK(co_await inner_->readable());
  fill();
  if (!arrived_.empty() || has_ended_ || fault_) co_return {};
  QUORUM_CO_TRY(const auto size, co_await inner_->read(shared_->scratch));
  has_ended_ = size == 0;
  take({shared_->scratch.data(), size});
  co_return {};
}

Result<> TlsStream::encrypt(std::string_view bytes) {
  if (bytes.empty()) return {};
  std::size_t written = 0;
  forget_errors();
  // Memory takes all there is, so this never has to wait.
  const int done = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &written);
  keep_arrived();
  if (done == 1) return {};
  return broken(openssl_words());
}

/// Small pieces share a record: a head and its body, a chunk and its ends.
Result<> TlsStream::encrypt_joined(std::span<const std::string_view> pieces, std::size_t bytes) {
  auto& record = shared_->scratch;
  std::size_t filled = 0;
  for (std::string_view piece : pieces) {
    if (piece.size() == bytes) return encrypt(piece);
    while (!piece.empty()) {
      const auto part = piece.substr(0, record.size() - filled);
      std::memcpy(record.data() + filled, part.data(), part.size());
      filled += part.size();
      piece.remove_prefix(part.size());
      if (filled < record.size()) continue;
      QUORUM_CHECK(encrypt({record.data(), filled}));
      filled = 0;
    }
  }
  return encrypt({record.data(), filled});
}

Task<Result<>> TlsStream::write(std::span<const std::string_view> pieces) {
  std::size_t bytes = 0;
  for (const auto piece : pieces) bytes += piece.size();
  if (bytes > kFlushBytesMax) return write_large(pieces);
  if (auto encrypted = encrypt_joined(pieces, bytes); !encrypted) {
    fault_ = std::move(encrypted.error());
    return fail();
  }
  return flush();
}

Task<Result<>> TlsStream::write_large(std::span<const std::string_view> pieces) {
  for (std::string_view piece : pieces) {
    while (!piece.empty()) {
      const auto part = piece.substr(0, kFlushBytesMax);
      piece.remove_prefix(part.size());
      QUORUM_CO_CHECK(encrypt(part));
      QUORUM_CO_CHECK(co_await flush());
    }
  }
  co_return {};
}

/// Sends what OpenSSL has written; it may write more meanwhile.
Task<Result<>> TlsStream::flush() {
  if (leaving_.empty()) return Task<Result<>>::done();
  going_.swap(leaving_);
  sent_ = {going_};
  auto writing = inner_->write(sent_);
  if (!writing.was_done()) return flush_after(std::move(writing));
  take_back();
  return writing;
}

Task<Result<>> TlsStream::flush_after(Task<Result<>> writing) {
  QUORUM_CO_CHECK(co_await std::move(writing));
  take_back();
  co_return {};
}

/// The memory of what has left: the next stream's that writes. An idle one holds none.
void TlsStream::take_back() {
  going_.clear();
  if (going_.capacity() > shared_->spare.capacity()) going_.swap(shared_->spare);
  going_ = {};
}

Task<Result<>> TlsStream::finish() {
  forget_errors();
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

}  // namespace quorum::http
