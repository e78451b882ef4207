#include "dialects/anthropic/error.hpp"

#include <gtest/gtest.h>

namespace quorum::anthropic {
namespace {

Error explained(int status, std::string_view body) {
  return explain({.provider = "anthropic",
                  .key_variable = "ANTHROPIC_API_KEY",
                  .status = status,
                  .body = body,
                  .retry_after = "7"});
}

std::string body(std::string_view type, std::string_view message) {
  return R"({"type":"error","error":{"type":")" + std::string{type} + R"(","message":")" +
         std::string{message} + R"("},"request_id":"req_1"})";
}

TEST(Explain, TellsEveryTypeOfAnthropics) {
  EXPECT_EQ(explained(401, body("authentication_error", "invalid x-api-key")).message,
            "anthropic refused the key in ANTHROPIC_API_KEY.");
  EXPECT_EQ(explained(403, body("permission_error", "no")).code, Errc::permission_denied);
  const auto missing = explained(404, body("not_found_error", "model: claude-sonet-4-5"));
  EXPECT_EQ(missing.code, Errc::not_found);
  EXPECT_EQ(missing.reason, "model_not_found");
  EXPECT_EQ(missing.message, "anthropic does not have this model: model: claude-sonet-4-5");
  EXPECT_EQ(explained(413, body("request_too_large", "big")).code, Errc::too_large);
  EXPECT_EQ(explained(429, body("rate_limit_error", "slow")).retry_after,
            std::chrono::milliseconds{7000});
  EXPECT_EQ(explained(500, body("api_error", "oops")).code, Errc::upstream_failed);
  EXPECT_EQ(explained(504, body("timeout_error", "late")).code, Errc::deadline_exceeded);
  const auto busy = explained(529, body("overloaded_error", "Overloaded"));
  EXPECT_EQ(busy.code, Errc::unavailable);
  EXPECT_EQ(busy.message, "anthropic is overloaded or down.");
}

TEST(Explain, AnEmptyAccountIsNoRateLimitAndNoBadRequest) {
  const auto spent = explained(
      429, R"({"type":"error","error":{"type":"rate_limit_error","message":"Spend limit",)"
           R"("details":{"error_code":"enforced_spend_limit_reached"}}})");
  EXPECT_EQ(spent.code, Errc::budget_exceeded);
  EXPECT_FALSE(spent.retry_after);
  const auto poor = explained(
      400, body("invalid_request_error", "Your credit balance is too low to access the API."));
  EXPECT_EQ(poor.code, Errc::budget_exceeded);
  EXPECT_EQ(poor.reason, "insufficient_quota");
}

TEST(Explain, ATooLongPromptHasTheWordThatClientsLookFor) {
  const auto error =
      explained(400, body("invalid_request_error", "prompt is too long: 3 tokens > 2 maximum"));
  EXPECT_EQ(error.code, Errc::invalid_request);
  EXPECT_EQ(error.reason, "context_length_exceeded");
  EXPECT_EQ(error.message,
            "anthropic refused the request: prompt is too long: 3 tokens > 2 maximum");
}

TEST(Explain, GooglesAndAmazonsOwnErrorsAreReadToo) {
  EXPECT_EQ(
      explained(403, R"([{"error":{"code":403,"message":"x","status":"PERMISSION_DENIED"}}])").code,
      Errc::permission_denied);
  EXPECT_EQ(explained(400, R"({"message":"max_tokens: too many"})").message,
            "anthropic refused the request: max_tokens: too many");
  EXPECT_EQ(explained(502, "<html>").code, Errc::upstream_failed);
}

TEST(Explain, InAStreamTheTypeAloneTells) {
  const auto document = json::Document::parse(body("overloaded_error", "Overloaded"));
  EXPECT_EQ(explain_object("anthropic", document->root()).code, Errc::unavailable);
  const auto unknown = json::Document::parse(R"({"type":"error","error":"?"})");
  EXPECT_EQ(explain_object("anthropic", unknown->root()).code, Errc::upstream_failed);
}

TEST(WriteError, EveryFailureHasAnthropicsTypeAndStatus) {
  const auto spelled = [](Errc code) {
    const Error error{.code = code, .message = "m"};
    const auto written = write_error(error, "");
    const auto type = written.substr(33, written.find('"', 33) - 33);
    return std::to_string(status_of(error)) + " " + type;
  };
  EXPECT_EQ(spelled(Errc::invalid_request), "400 invalid_request_error");
  EXPECT_EQ(spelled(Errc::unauthenticated), "401 authentication_error");
  EXPECT_EQ(spelled(Errc::budget_exceeded), "402 billing_error");
  EXPECT_EQ(spelled(Errc::permission_denied), "403 permission_error");
  EXPECT_EQ(spelled(Errc::not_found), "404 not_found_error");
  EXPECT_EQ(spelled(Errc::conflict), "409 conflict_error");
  EXPECT_EQ(spelled(Errc::too_large), "413 request_too_large");
  EXPECT_EQ(spelled(Errc::rate_limited), "429 rate_limit_error");
  EXPECT_EQ(spelled(Errc::cancelled), "499 api_error");
  EXPECT_EQ(spelled(Errc::upstream_failed), "500 api_error");
  EXPECT_EQ(spelled(Errc::internal), "500 api_error");
  EXPECT_EQ(spelled(Errc::deadline_exceeded), "504 timeout_error");
  EXPECT_EQ(spelled(Errc::unavailable), "529 overloaded_error");
  EXPECT_EQ(write_error({.code = Errc::rate_limited, .message = "Later."}, "req_1"),
            R"({"type":"error","error":{"type":"rate_limit_error","message":"Later."},)"
            R"("request_id":"req_1"})");
}

}  // namespace
}  // namespace quorum::anthropic
