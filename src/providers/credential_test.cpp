#include "providers/credential.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "testkit/run.hpp"

namespace quorum::providers {
namespace {

std::string shown(Auth auth, std::string key, std::string_view header) {
  return testkit::run([&](async::Loop&) -> Task<std::string> {
    const auto credential = key_credential(auth, Secret{std::move(key)});
    auto request = co_await credential->show({});
    EXPECT_TRUE(request);
    co_return std::string{request->headers.get(header).value_or("none")};
  });
}

TEST(Credential, AKeyIsShownInItsVendorsHeader) {
  EXPECT_EQ(shown(Auth::bearer, "sk-1", "Authorization"), "Bearer sk-1");
  EXPECT_EQ(shown(Auth::api_key, "k", "api-key"), "k");
  EXPECT_EQ(shown(Auth::x_api_key, "sk-ant-1", "x-api-key"), "sk-ant-1");
  EXPECT_EQ(shown(Auth::x_goog_api_key, "AIza", "x-goog-api-key"), "AIza");
  EXPECT_EQ(shown(Auth::x_api_key, "sk-ant-1", "Authorization"), "none");
}

TEST(Credential, WhoHasNoKeyShowsNone) {
  EXPECT_EQ(shown(Auth::bearer, "", "Authorization"), "none");
}

TEST(Credential, AmazonIsShownASignatureOfTheMoment) {
  testkit::run([](async::Loop& loop) -> Task<> {
    const auto credential = aws_credential(loop,
                                           {.access_key_id = Secret{"AKIDEXAMPLE"},
                                            .secret_access_key = Secret{"very-secret"},
                                            .session_token = Secret{"borrowed"}},
                                           "eu-west-1");
    http::ClientRequest request{
        .url =
            *http::Url::parse("https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/converse"),
        .body = "{}"};
    request.headers.add("Content-Type", "application/json");
    const auto first = co_await credential->show(request);
    const auto text = std::string{first->headers.get("Authorization").value_or("")};
    EXPECT_TRUE(text.starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")) << text;
    EXPECT_NE(text.find("/eu-west-1/bedrock/aws4_request, "
                        "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, "),
              std::string::npos)
        << text;
    EXPECT_EQ(first->headers.get("X-Amz-Security-Token"), "borrowed");
    EXPECT_EQ(text.find("very-secret"), std::string::npos);
    co_await loop.sleep(std::chrono::seconds{2});
    const auto later = co_await credential->show(request);
    EXPECT_NE(later->headers.get("Authorization"), text);
    EXPECT_NE(later->headers.get("X-Amz-Date"), first->headers.get("X-Amz-Date"));
  });
}

}  // namespace
}  // namespace quorum::providers
