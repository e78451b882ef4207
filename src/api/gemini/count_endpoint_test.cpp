#include "api/gemini/count_endpoint.hpp"

#include "api/gemini/fixture.hpp"

namespace quorum::api::gemini {
namespace {

using GeminiCount = GeminiFixture;

constexpr auto* kPath = "/v1beta/models/vendor/m:8b:countTokens";

TEST_F(GeminiCount, BothFormsOfTheQuestionAreTaken) {
  counter_.reply = {.tokens = 31, .cached = 7};
  const std::string contents = R"({"contents":[{"role":"user","parts":[{"text":"Hello"}]}]})";
  for (const auto& body : {contents, R"({"generateContentRequest":)" + contents + "}"}) {
    EXPECT_EQ(post(kPath, body).body, R"({"totalTokens":31,"cachedContentTokenCount":7})");
    const auto& seen = counter_.calls.back();
    EXPECT_EQ(seen.model, "vendor/m:8b");
    EXPECT_EQ(*seen.wire.body, body);
    EXPECT_EQ(seen.words()->messages.at(0).text(), "Hello");
  }
}

TEST_F(GeminiCount, WhatIsNoQuestionIsRefused) {
  for (const auto* body :
       {"", "{", "[]", "{}", R"({"contents":7})", R"({"generateContentRequest":7})"}) {
    EXPECT_EQ(error_in(post(kPath, body)), "400 INVALID_ARGUMENT") << body;
  }
  EXPECT_TRUE(counter_.calls.empty());
  counter_.failure = Error{.code = Errc::not_found, .message = "No such model."};
  EXPECT_EQ(error_in(post(kPath, R"({"contents":[{"parts":[{"text":"x"}]}]})")), "404 NOT_FOUND");
}

}  // namespace
}  // namespace quorum::api::gemini
