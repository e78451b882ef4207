#include "providers/sign/jwt.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cstdint>
#include <memory>

#include "json/writer.hpp"

namespace quorum::sign {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
template <typename Type>
using Owned = std::unique_ptr<Type, Free>;

/// Nobody is there to be asked for a pass phrase.
int no_pass_phrase(char*, int, int, void*) { return 0; }

Owned<EVP_PKEY> read_key(const Secret& pem) {
  const auto text = pem.reveal();
  const Owned<BIO> bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
  if (!bio) return nullptr;
  return Owned<EVP_PKEY>{PEM_read_bio_PrivateKey(bio.get(), nullptr, no_pass_phrase, nullptr)};
}

/// Empty where the key does not fit.
std::string sign_rs256(EVP_PKEY* key, std::string_view text) {
  const Owned<EVP_MD_CTX> context{EVP_MD_CTX_new()};
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t size = 0;
  const bool is_sized =
      context && EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
      EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) == 1;
  if (!is_sized) return {};
  std::string signature(size, '\0');
  auto* out = reinterpret_cast<unsigned char*>(signature.data());
  if (EVP_DigestSign(context.get(), out, &size, bytes, text.size()) != 1) return {};
  signature.resize(size);
  return signature;
}

std::string head_of(std::string_view key_id) {
  std::string head;
  json::Writer w(head);
  w.object().key("alg").string("RS256").key("typ").string("JWT");
  if (!key_id.empty()) w.key("kid").string(key_id);
  w.end();
  return head;
}

}  // namespace

Result<std::string> signed_jwt(std::string_view claims, const Secret& private_key,
                               std::string_view key_id) {
  const auto key = read_key(private_key);
  const auto text = base64_url(head_of(key_id)) + "." + base64_url(claims);
  const bool is_rsa = key && EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA;
  const auto signature = is_rsa ? sign_rs256(key.get(), text) : std::string{};
  if (!signature.empty()) return text + "." + base64_url(signature);
  return Error{.code = Errc::invalid_request,
               .message = "The account's private key is no RSA key in PEM."};
}

std::string base64_url(std::string_view bytes) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    count += 8;
    for (; count >= 6; count -= 6) out += kLetters[bits >> (count - 6) & 63U];
  }
  if (count > 0) out += kLetters[bits << (6 - count) & 63U];
  return out;
}

}  // namespace quorum::sign
