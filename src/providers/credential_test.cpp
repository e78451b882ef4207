#include "providers/credential.hpp"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace quorum::providers
