#include "http/tls_identity.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "core/try.hpp"
#include "http/syntax.hpp"
#include "http/tls_tickets.hpp"

namespace quorum::http {
namespace {

using Context = std::shared_ptr<SSL_CTX>;
using Names = std::map<std::string, Context, std::less<>>;

// Forward secrecy and authenticated encryption only; what TLS 1.3 has is so anyway.
constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr std::array<unsigned char, 6> kSessionOwner{'q', 'u', 'o', 'r', 'u', 'm'};
constexpr std::array<unsigned char, 12> kProtocols{2,   'h', '2', 8,   'h', 't',
                                                   't', 'p', '/', '1', '.', '1'};

Error unusable(std::string message) {
  Error error{.code = Errc::invalid_request, .message = std::move(message)};
  while (const auto code = ERR_get_error()) {
    std::array<char, 256> text{};
    ERR_error_string_n(code, text.data(), text.size());
    error.detail += (error.detail.empty() ? "" : "; ") + std::string(text.data());
  }
  return error;
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& byte : lowered) byte = to_lower(byte);
  return lowered;
}

/// What one load of the files made; lives as long as a connection that began with it, whose
/// callbacks come back here.
struct Loaded {
  std::shared_ptr<TicketKeys> tickets;
  Context first;
  Names names;  ///< Of all certificates: `example.org`, `*.example.org`.
};

/// The names that a certificate is good for.
std::vector<std::string> names_of(X509* certificate) {
  std::vector<std::string> names;
  auto* const all = static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0; i < sk_GENERAL_NAME_num(all); ++i) {
    const auto* const name = sk_GENERAL_NAME_value(all, i);
    if (name->type != GEN_DNS) continue;
    const auto* const text = ASN1_STRING_get0_data(name->d.dNSName);
    const auto size = static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName));
    names.push_back(lower({reinterpret_cast<const char*>(text), size}));
  }
  GENERAL_NAMES_free(all);
  return names;
}

/// By the name itself, or by the wildcard that stands for its first label.
const Context* find(const Names& names, std::string_view asked) {
  const auto name = lower(asked);
  if (const auto exact = names.find(name); exact != names.end()) return &exact->second;
  const auto dot = name.find('.');
  if (dot == name.npos) return nullptr;
  const auto wild = names.find("*" + name.substr(dot));
  return wild == names.end() ? nullptr : &wild->second;
}

int choose_certificate(SSL* ssl, int*, void* loaded) {
  const char* const name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
  if (name == nullptr) return SSL_TLSEXT_ERR_NOACK;
  const auto* const found = find(static_cast<const Loaded*>(loaded)->names, name);
  if (found != nullptr) SSL_set_SSL_CTX(ssl, found->get());
  return SSL_TLSEXT_ERR_OK;
}

int choose_protocol(SSL* ssl, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned offered_size, void*) {
  // `ServerTls` leaves something there where HTTP/2 may be agreed on.
  const bool has_http2 = SSL_get_app_data(ssl) != nullptr;
  const auto ours = std::span(kProtocols).subspan(has_http2 ? 0 : 3);
  unsigned char* name = nullptr;
  const int found = SSL_select_next_proto(
      &name, chosen_size, ours.data(), static_cast<unsigned>(ours.size()), offered, offered_size);
  *chosen = name;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

/// OpenSSL asks: for the key that seals a new ticket, or the one of a ticket that has come.
int give_ticket_key(SSL* ssl, unsigned char* name, unsigned char* vector, EVP_CIPHER_CTX* cipher,
                    EVP_MAC_CTX* mac, int is_sealing) {
  auto& keys = *static_cast<TicketKeys*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
  TicketKey key;
  int answer = 1;
  if (is_sealing != 0) {
    key = keys.sealing(std::chrono::steady_clock::now());
    std::copy(key.name.begin(), key.name.end(), name);
    if (RAND_bytes(vector, EVP_CIPHER_get_iv_length(EVP_aes_256_cbc())) != 1) return -1;
  } else {
    const auto opening = keys.opening({name, key.name.size()}, std::chrono::steady_clock::now());
    if (!opening) return 0;
    key = opening->key;
    // 2 asks for a new ticket: one of TLS 1.3 is used once.
    const bool is_renewed = opening->is_old || SSL_version(ssl) >= TLS1_3_VERSION;
    answer = is_renewed ? 2 : 1;
  }
  std::array<char, 7> digest{"SHA256"};
  const std::array<OSSL_PARAM, 3> params{
      OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, key.mac.data(), key.mac.size()),
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
      OSSL_PARAM_construct_end()};
  if (EVP_MAC_CTX_set_params(mac, params.data()) != 1) return -1;
  const int begun =
      EVP_CipherInit_ex(cipher, EVP_aes_256_cbc(), nullptr, key.cipher.data(), vector, is_sealing);
  return begun == 1 ? answer : -1;
}

class FileIdentity final : public TlsIdentity {
 public:
  explicit FileIdentity(TlsIdentityConfig config) : config_(std::move(config)) {}

  Result<> reload() override {
    auto stamps = stamps_now();
    auto loaded = load_files();
    const std::scoped_lock lock(mutex_);
    stamps_ = std::move(stamps);  // What is broken is not tried again until it changes.
    if (!loaded) return std::move(loaded.error());
    loaded_ = std::move(*loaded);
    return {};
  }

  bool has_changed() const override {
    const auto now = stamps_now();
    const std::scoped_lock lock(mutex_);
    return now != stamps_;
  }

  Context context() const override {
    const std::scoped_lock lock(mutex_);
    // The pointer to the first context, and with it all that belongs to that load.
    return {loaded_, loaded_->first.get()};
  }

 private:
  /// Enough to tell a file from the one before it, replaced or rewritten.
  using Stamp = std::array<std::int64_t, 5>;

  std::vector<Stamp> stamps_now() const {
    std::vector<Stamp> stamps;
    const auto add = [&](const std::string& path) {
      struct stat about{};
      if (path.empty() || ::stat(path.c_str(), &about) != 0) about = {};
      stamps.push_back({static_cast<std::int64_t>(about.st_ino), about.st_size,
                        about.st_mtim.tv_sec, about.st_mtim.tv_nsec, about.st_ctim.tv_nsec});
    };
    for (const auto& files : config_.certificates) {
      add(files.certificate);
      add(files.key);
    }
    add(config_.client_ca_file);
    return stamps;
  }

  Result<std::shared_ptr<Loaded>> load_files() const {
    auto loaded = std::make_shared<Loaded>();
    loaded->tickets = tickets_;
    for (const auto& files : config_.certificates) {
      QUORUM_TRY(auto context, load_context(files));
      for (auto& name : names_of(SSL_CTX_get0_certificate(context.get()))) {
        loaded->names.try_emplace(std::move(name), context);
      }
      if (!loaded->first) loaded->first = std::move(context);
    }
    if (!loaded->first) return unusable("TLS needs a certificate.");
    SSL_CTX_set_tlsext_servername_callback(loaded->first.get(), choose_certificate);
    SSL_CTX_set_tlsext_servername_arg(loaded->first.get(), loaded.get());
    return loaded;
  }

  Result<Context> load_context(const TlsIdentityConfig::Files& files) const {
    Context context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    set_rules(context.get());
    if (SSL_CTX_use_certificate_chain_file(context.get(), files.certificate.c_str()) != 1) {
      return unusable("The TLS certificate cannot be read: " + files.certificate + " must be PEM.");
    }
    if (SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(context.get()) != 1) {
      return unusable("The TLS key cannot be read or is not the certificate's: " + files.key +
                      " must be PEM.");
    }
    QUORUM_CHECK(ask_clients(context.get()));
    return context;
  }

  void set_rules(SSL_CTX* context) const {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(context, kCiphers);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    // An idle connection keeps no record buffers: 34 KB less of it.
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_session_id_context(context, kSessionOwner.data(), kSessionOwner.size());
    SSL_CTX_set_timeout(context, std::chrono::seconds(TicketKeys::kTicket).count());
    SSL_CTX_set_app_data(context, tickets_.get());
    SSL_CTX_set_tlsext_ticket_key_evp_cb(context, give_ticket_key);
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  }

  Result<> ask_clients(SSL_CTX* context) const {
    if (config_.client_certificates == ClientCertificates::none) return {};
    auto* const names = SSL_load_client_CA_file(config_.client_ca_file.c_str());
    if (names == nullptr ||
        SSL_CTX_load_verify_file(context, config_.client_ca_file.c_str()) != 1) {
      return unusable("The file of those who sign clients' certificates cannot be read: " +
                      config_.client_ca_file + " must be PEM.");
    }
    SSL_CTX_set_client_CA_list(context, names);
    const bool is_required = config_.client_certificates == ClientCertificates::required;
    SSL_CTX_set_verify(
        context, SSL_VERIFY_PEER | (is_required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), nullptr);
    return {};
  }

  const TlsIdentityConfig config_;
  const std::shared_ptr<TicketKeys> tickets_ = std::make_shared<TicketKeys>();
  mutable std::mutex mutex_;
  std::shared_ptr<Loaded> loaded_;
  std::vector<Stamp> stamps_;
};

}  // namespace

Result<std::shared_ptr<TlsIdentity>> TlsIdentity::load(TlsIdentityConfig config) {
  auto identity = std::make_shared<FileIdentity>(std::move(config));
  QUORUM_CHECK(identity->reload());
  return identity;
}

}  // namespace quorum::http
