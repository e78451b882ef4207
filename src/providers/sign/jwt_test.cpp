#include "providers/sign/jwt.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "providers/sign/test_key.hpp"

namespace quorum::sign {
namespace {

std::string decoded(std::string text) {
  for (char& c : text) {
    if (c == '-') c = '+';
    if (c == '_') c = '/';
  }
  const auto padding = (4 - text.size() % 4) % 4;
  text.append(padding, '=');
  std::string out(text.size(), '\0');
  const auto size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                    reinterpret_cast<const unsigned char*>(text.data()),
                                    static_cast<int>(text.size()));
  EXPECT_GE(size, 0);
  out.resize(static_cast<std::size_t>(size) - padding);
  return out;
}

bool is_signed_by(EVP_PKEY* key, const std::string& text, const std::string& signature) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free};
  EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key);
  return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                          signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                          text.size()) == 1;
}

TEST(Jwt, IsSignedSoThatThePublicKeyVouchesForIt) {
  const auto key = test_rsa_key();
  const auto token = signed_jwt(R"({"iss":"a@b.iam"})", Secret{pem_of(key.get())}, "key-1");
  ASSERT_TRUE(token);
  const auto first = token->find('.');
  const auto last = token->rfind('.');
  EXPECT_EQ(decoded(token->substr(0, first)), R"({"alg":"RS256","typ":"JWT","kid":"key-1"})");
  EXPECT_EQ(decoded(token->substr(first + 1, last - first - 1)), R"({"iss":"a@b.iam"})");
  const auto signature = decoded(token->substr(last + 1));
  EXPECT_TRUE(is_signed_by(key.get(), token->substr(0, last), signature));
  EXPECT_FALSE(is_signed_by(key.get(), token->substr(0, last - 1), signature));
  EXPECT_FALSE(is_signed_by(test_rsa_key().get(), token->substr(0, last), signature));
}

TEST(Jwt, WhatIsNoRsaKeyIsRefusedAndNotShown) {
  for (const auto& pem :
       {std::string{"secret-words"}, std::string{}, pem_of(test_curve_key().get())}) {
    const auto token = signed_jwt("{}", Secret{pem}, "");
    ASSERT_FALSE(token);
    EXPECT_EQ(token.error().code, Errc::invalid_request);
    EXPECT_EQ(token.error().message, "The account's private key is no RSA key in PEM.");
    EXPECT_EQ(token.error().detail, "");
  }
}

TEST(Jwt, Base64HasTheVectorsOfItsStandard) {
  EXPECT_EQ(base64_url(""), "");
  EXPECT_EQ(base64_url("f"), "Zg");
  EXPECT_EQ(base64_url("fo"), "Zm8");
  EXPECT_EQ(base64_url("foo"), "Zm9v");
  EXPECT_EQ(base64_url("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64_url("\xfb\xff\xbf"), "-_-_");
}

}  // namespace
}  // namespace quorum::sign
