#include "providers/sign/sigv4.hpp"

#include <gtest/gtest.h>

namespace quorum::sign {
namespace {

// 2015-08-30T12:36:00Z, as all of Amazon's published cases (aws-sig-v4-test-suite).
constexpr UnixMs kMoment = 1'440'938'160'000;

// The session token of post-sts-header-before.
constexpr std::string_view kToken =
    "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSP"
    "fIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT"
    "7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlz"
    "m8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

AwsKeys keys(std::string_view token = "") {
  return {.access_key_id = Secret{"AKIDEXAMPLE"},
          .secret_access_key = Secret{"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"},
          .session_token = Secret{std::string{token}}};
}

std::string value_of(const HeaderList& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return "none";
}

std::string signature(std::string_view method, std::string_view target, HeaderList headers = {},
                      std::string_view body = "") {
  const auto added =
      sign_aws({.method = method,
                .host = "example.amazonaws.com",
                .target = target,
                .headers = std::move(headers),
                .body = body},
               keys(), {.region = "us-east-1", .service = "service", .now_ms = kMoment});
  const auto text = value_of(added, "Authorization");
  return text.substr(text.rfind('=') + 1);
}

TEST(SigV4, SignsAmazonsPublishedCasesAsTheyExpect) {
  const std::string_view vanilla =
      "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
  EXPECT_EQ(signature("GET", "/"), vanilla);
  // get-relative, get-slashes, get-slash-pointless-dot
  EXPECT_EQ(signature("GET", "/example/.."), vanilla);
  EXPECT_EQ(signature("GET", "//example//"),
            "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84");
  EXPECT_EQ(signature("GET", "/./example"),
            "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5");
  // get-vanilla-query-order-key-case, get-vanilla-empty-query-key
  EXPECT_EQ(signature("GET", "/?Param2=value2&Param1=value1"),
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
  EXPECT_EQ(signature("GET", "/?Param1=value1"),
            "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb");
  // get-unreserved
  EXPECT_EQ(signature("GET", "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
            "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f");
  // post-vanilla, post-x-www-form-urlencoded
  EXPECT_EQ(signature("POST", "/"),
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
  EXPECT_EQ(signature("POST", "/", {{"Content-Type", "application/x-www-form-urlencoded"}},
                      "Param1=value1"),
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
}

TEST(SigV4, BorrowedKeysShowTheirToken) {
  const auto added =
      sign_aws({.method = "POST", .host = "example.amazonaws.com", .target = "/"}, keys(kToken),
               {.region = "us-east-1", .service = "service", .now_ms = kMoment});
  EXPECT_EQ(value_of(added, "X-Amz-Date"), "20150830T123600Z");
  EXPECT_EQ(value_of(added, "X-Amz-Security-Token"), kToken);
  EXPECT_EQ(value_of(added, "Authorization"),
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
            "SignedHeaders=host;x-amz-date;x-amz-security-token, "
            "Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
}

TEST(SigV4, AnEncodedPathIsEncodedOnceMore) {
  // As botocore 1.44 signs it: a model's colon is %3A on the wire and %253A in what is signed.
  const auto added =
      sign_aws({.method = "POST",
                .host = "bedrock-runtime.us-west-2.amazonaws.com",
                .target = "/model/anthropic.claude-3-5-sonnet-20240620-v1%3A0/converse",
                .headers = {{"Content-Type", "application/json"}},
                .body = R"({"messages":[]})"},
               keys(), {.region = "us-west-2", .service = "bedrock", .now_ms = kMoment});
  EXPECT_EQ(value_of(added, "Authorization"),
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-west-2/bedrock/aws4_request, "
            "SignedHeaders=content-type;host;x-amz-date, "
            "Signature=e8b402c65dfb288da167a33e54ba0c592b4e56d84993a6441385ba95360f7ee2");
}

TEST(SigV4, TheSecretIsInNothingThatIsSent) {
  const auto added = sign_aws({.method = "GET", .host = "h", .target = "/"}, keys(),
                              {.region = "us-east-1", .service = "service", .now_ms = kMoment});
  for (const auto& [name, value] : added) {
    EXPECT_EQ(value.find("wJalrXUtnFEMI"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace quorum::sign
