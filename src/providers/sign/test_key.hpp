#pragma once
/// Keys made for a test.

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>
#include <string>

namespace quorum::sign {

using TestKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

inline TestKey test_rsa_key() { return {EVP_RSA_gen(2048), &EVP_PKEY_free}; }
inline TestKey test_curve_key() { return {EVP_EC_gen("P-256"), &EVP_PKEY_free}; }

inline std::string pem_of(EVP_PKEY* key) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio{BIO_new(BIO_s_mem()), &BIO_free};
  PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace quorum::sign
