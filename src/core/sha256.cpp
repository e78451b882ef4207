#include "core/sha256.hpp"

#include <openssl/evp.h>

#include <cassert>

namespace quorum {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

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
  Sha256Digest digest{};
  [[maybe_unused]] const int done = EVP_DigestFinal_ex(evp(context_), digest.data(), nullptr);
  assert(done == 1);
  return hex(digest);
}

// `EVP_sha256()` looks its algorithm up in tables each time a hash begins; a fetched one does not.
Sha256Machine::Sha256Machine()
    : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {
  assert(algorithm_ != nullptr && context_ != nullptr);
}

void Sha256Machine::Free::operator()(void* algorithm) const {
  EVP_MD_free(static_cast<EVP_MD*>(algorithm));
}

void Sha256Machine::FreeContext::operator()(void* context) const {
  EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context));
}

Sha256Digest Sha256Machine::digest(std::string_view text) {
  auto* const context = evp(context_);
  const auto* const algorithm = static_cast<const EVP_MD*>(algorithm_.get());
  Sha256Digest digest{};
  [[maybe_unused]] const bool is_done = EVP_DigestInit_ex2(context, algorithm, nullptr) == 1 &&
                                        EVP_DigestUpdate(context, text.data(), text.size()) == 1 &&
                                        EVP_DigestFinal_ex(context, digest.data(), nullptr) == 1;
  assert(is_done);
  return digest;
}

std::string hex(const Sha256Digest& digest) {
  std::string text;
  text.reserve(2 * digest.size());
  for (const auto byte : digest) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 0xF];
  }
  return text;
}

std::optional<Sha256Digest> read_digest(std::string_view text) {
  Sha256Digest digest{};
  if (text.size() != 2 * digest.size()) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto value = kDigits.find(text[i]);
    if (value == kDigits.npos) return std::nullopt;
    digest[i / 2] = static_cast<std::uint8_t>((std::size_t{digest[i / 2]} << 4) | value);
  }
  return digest;
}

}  // namespace quorum
