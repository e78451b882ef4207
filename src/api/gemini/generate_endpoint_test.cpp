#include "api/gemini/generate_endpoint.hpp"

#include "api/gemini/fixture.hpp"

namespace quorum::api::gemini {
namespace {

using Generate = GeminiFixture;

constexpr auto* kHello = R"({"contents":[{"role":"user","parts":[{"text":"x"}]}]})";

TEST_F(Generate, AnswersWhole) {
  for (const auto* path : {"/v1beta/models/m:generateContent", "/v1/models/m:generateContent",
                           "/v1beta/models/m:generateContent?key=sk-x&alt=json"}) {
    const auto answer = post(path, kHello);
    EXPECT_EQ(answer.head.status, 200) << answer.body;
    const auto document = json::Document::parse(answer.body);
    ASSERT_TRUE(document) << answer.body;
    const auto root = document->root();
    EXPECT_EQ(root["candidates"][0]["content"]["parts"][0]["text"].string(), "Hi there");
    EXPECT_EQ(root["candidates"][0]["finishReason"].string(), "STOP");
    EXPECT_EQ(root["usageMetadata"]["promptTokenCount"].integer(), 10);
    EXPECT_EQ(root["modelVersion"].string(), "m");
    EXPECT_FALSE(calls_.at(0).call.stream);
    EXPECT_EQ(*calls_.at(0).call.wire.body, kHello);
    EXPECT_EQ(calls_.at(0).call.wire.dialect, llm::Dialect::gemini);
  }
}

TEST_F(Generate, AModelsNameMayHoldSlashesAndColons) {
  for (const auto* path : {"/v1beta/models/vendor/m:8b:generateContent",
                           "/v1beta/models/vendor%2Fm:8b:generateContent",
                           "/v1beta/models/vendor/m%3A8b%3AgenerateContent"}) {
    EXPECT_EQ(post(path, kHello).head.status, 200) << path;
    EXPECT_EQ(calls_.at(0).model, "vendor/m:8b");
  }
}

TEST_F(Generate, StreamsEventsOfOneLineWhereTheyAreAskedFor) {
  const auto answer = post("/v1beta/models/m:streamGenerateContent?alt=sse", kHello);
  EXPECT_EQ(answer.header("content-type"), "text/event-stream; charset=utf-8");
  EXPECT_TRUE(answer.body.starts_with("data: {")) << answer.body;
  EXPECT_NE(answer.body.find(R"("text":"Hi")"), std::string::npos) << answer.body;
  EXPECT_NE(answer.body.find(R"("finishReason":"STOP")"), std::string::npos) << answer.body;
  EXPECT_EQ(answer.body.find("[DONE]"), std::string::npos);
  EXPECT_EQ(answer.body.find("event:"), std::string::npos);
  EXPECT_TRUE(answer.is_finished);
  EXPECT_TRUE(calls_.at(0).call.stream);
}

TEST_F(Generate, StreamsAnArrayOtherwise) {
  const auto answer = post("/v1beta/models/m:streamGenerateContent", kHello);
  EXPECT_EQ(answer.header("content-type"), "application/json; charset=UTF-8");
  const auto document = json::Document::parse(answer.body);
  ASSERT_TRUE(document) << answer.body;
  EXPECT_GE(document->root().size(), 2U);
  EXPECT_EQ(document->root()[0]["candidates"][0]["content"]["parts"][0]["text"].string(), "Hi");
  EXPECT_TRUE(answer.is_finished);
}

TEST_F(Generate, ABrokenStreamHasAnErrorAndNoEnd) {
  script_ = testkit::breaks_after("Hi there", {.code = Errc::upstream_failed, .message = "Cut."});
  const auto events = post("/v1beta/models/m:streamGenerateContent?alt=sse", kHello);
  EXPECT_EQ(events.head.status, 200);
  const auto at = events.body.rfind("data: {\"error\":{\"code\":5");
  ASSERT_NE(at, std::string::npos) << events.body;
  EXPECT_NE(events.body.find("Cut.", at), std::string::npos);
  EXPECT_FALSE(events.is_finished);
  const auto array = post("/v1beta/models/m:streamGenerateContent", kHello);
  EXPECT_NE(array.body.find(",\r\n{\"error\":{\"code\":5"), std::string::npos) << array.body;
  EXPECT_FALSE(array.body.ends_with("]"));
  EXPECT_FALSE(array.is_finished);
}

TEST_F(Generate, AFailureBeforeTheFirstEventIsAStatus) {
  const auto error = [&](Error refusal) {
    script_ = testkit::refuses(std::move(refusal));
    return error_in(post("/v1beta/models/m:streamGenerateContent?alt=sse", kHello));
  };
  EXPECT_EQ(error({.code = Errc::rate_limited, .message = "Wait."}), "429 RESOURCE_EXHAUSTED");
  EXPECT_EQ(error({.code = Errc::unauthenticated, .message = "X_KEY is not set."}),
            "401 UNAUTHENTICATED");
}

TEST_F(Generate, WhatIsNoRequestIsRefusedInGooglesShape) {
  for (const auto* body : {"", "{", "[]", "{}", R"({"contents":7})", R"({"contents":[7]})",
                           R"({"contents":[{"role":"user","parts":"x"}]})"}) {
    EXPECT_EQ(error_in(post("/v1beta/models/m:generateContent", body)), "400 INVALID_ARGUMENT")
        << body;
    EXPECT_TRUE(calls_.empty());
  }
  EXPECT_EQ(error_in(post("/v1beta/models/none:generateContent", kHello)), "404 NOT_FOUND");
  EXPECT_EQ(error_in(post("/v1beta/models/none:noSuchVerb", kHello)), "405 INVALID_ARGUMENT");
  EXPECT_EQ(error_in(ask("GET", "/v1beta/none")), "404 NOT_FOUND");
}

}  // namespace
}  // namespace quorum::api::gemini
