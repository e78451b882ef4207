#include "core/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <cassert>

namespace quorum {
namespace {

EVP_MD_CTX* evp(const auto& context) { return static_cast<EVP_MD_CTX*>(context.get()); }

}  // namespace

void Sha256::Free::operator()(void* context) const {
  EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context));
}

// The calls fail only where memory ends or the library lacks the algorithm.
Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  [[maybe_unused]] const int done = EVP_DigestInit_ex(evp(context_), EVP_sha256(), nullptr);
  assert(done == 1);
}

void Sha256::add(std::string_view bytes) {
  [[maybe_unused]] const int done = EVP_DigestUpdate(evp(context_), bytes.data(), bytes.size());
  assert(done == 1);
}

std::string Sha256::finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  [[maybe_unused]] const int done = EVP_DigestFinal_ex(evp(context_), digest.data(), &size);
  assert(done == 1);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    hex += kDigits[digest[i] >> 4];
    hex += kDigits[digest[i] & 0xF];
  }
  return hex;
}

}  // namespace quorum
