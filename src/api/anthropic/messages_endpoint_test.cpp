#include "api/anthropic/messages_endpoint.hpp"

#include "api/anthropic/fixture.hpp"

namespace quorum::api::anthropic {
namespace {

using Messages = AnthropicFixture;

constexpr auto* kPath = "/v1/messages";

std::string asking(std::string_view rest = "") {
  return R"({"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"}])" +
         std::string(rest) + "}";
}

TEST_F(Messages, AreAnsweredWhole) {
  const auto answer = post("/v1/messages?beta=true", asking());
  EXPECT_EQ(answer.head.status, 200);
  const auto document = json::Document::parse(answer.body);
  ASSERT_TRUE(document) << answer.body;
  const auto root = document->root();
  EXPECT_EQ(root["type"].string(), "message");
  EXPECT_EQ(root["model"].string(), "m");
  EXPECT_EQ(root["content"][0]["text"].string(), "Hi there");
  EXPECT_EQ(root["stop_reason"].string(), "end_turn");
  EXPECT_EQ(root["usage"]["input_tokens"].integer(), 10);
  EXPECT_NE(answer.header("request-id"), "(none)");
}

TEST_F(Messages, AreStreamedAsNamedEvents) {
  const auto answer = post(kPath, asking(R"(,"stream":true)"));
  EXPECT_EQ(answer.header("content-type"), "text/event-stream; charset=utf-8");
  EXPECT_TRUE(answer.body.starts_with("event: message_start\n")) << answer.body;
  EXPECT_NE(answer.body.find(R"("text":"Hi")"), std::string::npos) << answer.body;
  EXPECT_NE(answer.body.find("event: message_delta\n"), std::string::npos);
  EXPECT_TRUE(answer.body.ends_with("data: {\"type\":\"message_stop\"}\n\n")) << answer.body;
  EXPECT_TRUE(answer.is_finished);
}

TEST_F(Messages, ThatBreakHaveAnErrorEventAndNoEnd) {
  script_ = testkit::breaks_after("Hi there", {.code = Errc::upstream_failed, .message = "Cut."});
  const auto answer = post(kPath, asking(R"(,"stream":true)"));
  EXPECT_EQ(answer.head.status, 200);
  const auto at = answer.body.find("event: error\n");
  ASSERT_NE(at, std::string::npos) << answer.body;
  EXPECT_NE(answer.body.find("Cut.", at), std::string::npos) << answer.body;
  EXPECT_EQ(answer.body.find("message_stop"), std::string::npos) << answer.body;
  EXPECT_FALSE(answer.is_finished);
}

TEST_F(Messages, ThatFailBeforeTheFirstEventAreAStatus) {
  headers_.add("x-request-id", "r7");
  script_ = testkit::refuses({.code = Errc::rate_limited,
                              .message = "Wait.",
                              .retry_after = std::chrono::milliseconds{1500}});
  const auto limited = post(kPath, asking(R"(,"stream":true)"));
  EXPECT_EQ(error_in(limited), "429 rate_limit_error");
  EXPECT_EQ(limited.header("retry-after"), "2");
  EXPECT_EQ(limited.header("retry-after-ms"), "1500");
  EXPECT_EQ(limited.header("request-id"), "r7");
  script_ = testkit::refuses({.code = Errc::unauthenticated, .message = "X_KEY is not set."});
  EXPECT_EQ(error_in(post(kPath, asking())), "401 authentication_error");
}

TEST_F(Messages, ThatAreNoRequestAreRefusedInAnthropicsShape) {
  for (const auto* body :
       {"", "{", "[]", "{}", R"({"model":"m"})", R"({"model":7,"max_tokens":1,"messages":[]})",
        R"({"model":"m","max_tokens":"x","messages":[{"role":"user","content":"x"}]})",
        R"({"model":"m","max_tokens":1,"messages":"x"})",
        R"({"model":"m","max_tokens":1,"messages":[{"role":"robot","content":"x"}]})",
        R"({"model":"m","max_tokens":1,"stream":3,"messages":[{"role":"user","content":"x"}]})"}) {
    EXPECT_EQ(error_in(post(kPath, body)), "400 invalid_request_error") << body;
    EXPECT_TRUE(calls_.empty());
  }
  const auto unknown =
      R"({"model":"no","max_tokens":1,"messages":[{"role":"user","content":"x"}]})";
  EXPECT_EQ(error_in(post(kPath, unknown)), "404 not_found_error");
  EXPECT_EQ(error_in(ask("GET", kPath)), "405 invalid_request_error");
  EXPECT_EQ(error_in(post("/v1/messages/none", "{}")), "404 not_found_error");
  headers_.add("content-type", "text/plain");
  EXPECT_EQ(error_in(post(kPath, asking())), "415 invalid_request_error");
}

TEST_F(Messages, VersionAndBetaGoOnWithTheBody) {
  headers_.add("Anthropic-Version", "2023-06-01");
  headers_.add("anthropic-beta", "a");
  headers_.add("anthropic-beta", "b");
  headers_.add("x-api-key", "sk-of-the-client");
  EXPECT_EQ(post(kPath, asking(R"(,"temperature":0.5)")).head.status, 200);
  EXPECT_EQ(calls_.at(0).call.wire.headers,
            (std::vector<std::pair<std::string, std::string>>{{"anthropic-version", "2023-06-01"},
                                                              {"anthropic-beta", "a, b"}}));
  EXPECT_EQ(calls_.at(0).call.wire.dialect, llm::Dialect::anthropic);
  EXPECT_EQ(*calls_.at(0).call.wire.body, asking(R"(,"temperature":0.5)"));
}

TEST_F(Messages, WhatAVersionNoLongerHasIsRefusedThere) {
  headers_.add("anthropic-version", "2026-10-21");
  EXPECT_EQ(post(kPath, asking()).head.status, 200);
  EXPECT_EQ(error_in(post(kPath, asking(R"(,"temperature":0.5)"))), "400 invalid_request_error");
}

TEST_F(Messages, AreCounted) {
  counter_.reply = {.tokens = 42};
  const auto body = R"({"model":"m", "messages":[{"role":"user","content":"Hello"}]})";
  const auto answer = post("/v1/messages/count_tokens?beta=true", body);
  EXPECT_EQ(answer.body, R"({"input_tokens":42})");
  EXPECT_EQ(counter_.calls.at(0).model, "m");
  EXPECT_EQ(*counter_.calls.at(0).wire.body, body);
  EXPECT_EQ(counter_.calls.at(0).words()->messages.at(0).text(), "Hello");
  for (const auto* wrong :
       {"", "{", "[]", "{}", R"({"model":"m"})", R"({"model":"m","messages":7})"}) {
    EXPECT_EQ(error_in(post("/v1/messages/count_tokens", wrong)), "400 invalid_request_error")
        << wrong;
  }
  EXPECT_EQ(counter_.calls.size(), 1U);
  counter_.failure = Error{.code = Errc::not_found, .message = "No such model."};
  EXPECT_EQ(error_in(post("/v1/messages/count_tokens", body)), "404 not_found_error");
}

}  // namespace
}  // namespace quorum::api::anthropic
