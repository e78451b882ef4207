#pragma once
/// Certificates for tests.

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

namespace quorum::http {

/// A key and a certificate that signs itself, in files; by default for `localhost` and 127.0.0.1.
class Certificate {
 public:
  explicit Certificate(const std::string& names_it_bears = "DNS:localhost,IP:127.0.0.1",
                       long seconds_left = 3600) {
    std::filesystem::create_directories(folder_);
    auto* const key = EVP_EC_gen("P-256");
    auto* const x509 = X509_new();
    X509_set_version(x509, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x509), seconds_left);
    auto* const name = X509_get_subject_name(x509);
    const std::string_view common_name = "quorum test";
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(common_name.data()),
                               static_cast<int>(common_name.size()), -1, 0);
    X509_set_issuer_name(x509, name);
    auto* const names =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names_it_bears.c_str());
    X509_add_ext(x509, names, -1);
    X509_EXTENSION_free(names);
    X509_set_pubkey(x509, key);
    X509_sign(x509, key, EVP_sha256());
    write(certificate(), [&](FILE* file) { PEM_write_X509(file, x509); });
    write(this->key(), [&](FILE* file) {
      PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
    });
    X509_free(x509);
    EVP_PKEY_free(key);
  }
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;
  ~Certificate() { std::filesystem::remove_all(folder_); }

  std::string certificate() const { return folder_ / "certificate.pem"; }
  std::string key() const { return folder_ / "key.pem"; }

 private:
  template <typename Write>
  static void write(const std::string& path, Write write) {
    FILE* const file = std::fopen(path.c_str(), "w");
    write(file);
    std::fclose(file);
  }

  static std::filesystem::path next_folder() {
    static std::atomic<int> count = 0;
    return std::filesystem::temp_directory_path() /
           ("quorum_tls_test_" + std::to_string(::getpid()) + "_" + std::to_string(++count));
  }

  std::filesystem::path folder_ = next_folder();
};

}  // namespace quorum::http
