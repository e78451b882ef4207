#include "dialects/gemini/error.hpp"

#include <gtest/gtest.h>

namespace quorum::gemini {
namespace {

Error explained(int status, std::string_view body) {
  return explain(
      {.provider = "gemini", .key_variable = "GEMINI_API_KEY", .status = status, .body = body});
}

// Google answers 400 to a bad key.
TEST(Error, ABadKeyIsToldByItsReason) {
  const auto error = explained(400, R"({"error":{"code":400,"message":"API key not valid.",
      "status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo",
      "reason":"API_KEY_INVALID"}]}})");
  EXPECT_EQ(error.code, Errc::unauthenticated);
  EXPECT_EQ(error.message, "gemini refused the key in GEMINI_API_KEY.");
}

TEST(Error, HowLongToWaitStandsInTheBody) {
  const auto wait = [](std::string_view delay) {
    return explained(429, R"({"error":{"status":"RESOURCE_EXHAUSTED","details":[
        {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":")" +
                              std::string{delay} + R"("}]}})")
        .retry_after;
  };
  EXPECT_EQ(wait("48s"), std::chrono::seconds{48});
  EXPECT_EQ(wait("1.5s"), std::chrono::milliseconds{1500});
  EXPECT_EQ(wait("1e30s"), std::chrono::hours{24});
  EXPECT_EQ(wait("-1s"), std::nullopt);
  EXPECT_EQ(wait("soon"), std::nullopt);
  EXPECT_EQ(wait("nans"), std::nullopt);
}

TEST(Error, TheFaultyFieldIsNamed) {
  const auto error = explained(400, R"({"error":{"code":400,"message":"Bad value.",
      "status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest",
      "fieldViolations":[{"field":"contents[0].role"}]}]}})");
  EXPECT_EQ(error.code, Errc::invalid_request);
  EXPECT_EQ(error.field, "contents[0].role");
  EXPECT_EQ(error.message, "gemini refused the request: Bad value.");
}

TEST(Error, AStreamsErrorMayStandInAnArray) {
  EXPECT_EQ(explained(404, R"([{"error":{"code":404,"message":"models/x is not found"}}])").message,
            "gemini does not have this model: models/x is not found");
}

TEST(Error, InTheMiddleOfAStreamItsOwnCodeCounts) {
  const auto code = [](std::string_view object) {
    return explain_object("gemini", json::Document::parse(object)->root()).code;
  };
  EXPECT_EQ(code(R"({"code":503,"status":"UNAVAILABLE"})"), Errc::unavailable);
  EXPECT_EQ(code(R"({"status":"DEADLINE_EXCEEDED"})"), Errc::deadline_exceeded);
  EXPECT_EQ(code(R"("odd")"), Errc::upstream_failed);
}

// Clients of other dialects know only their own words.
TEST(Error, GooglesWordsForMachinesStayHere) {
  EXPECT_EQ(explained(429, R"({"error":{"status":"RESOURCE_EXHAUSTED"}})").reason, "");
  EXPECT_EQ(explained(400, R"({"error":{"status":"INVALID_ARGUMENT","details":[
      {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}})")
                .reason,
            "");
  EXPECT_EQ(explained(404, R"({"error":{"status":"NOT_FOUND"}})").reason, "model_not_found");
  EXPECT_EQ(explained(400, R"({"error":{"message":"The input token count (9) exceeds the maximum )"
                           R"(number of tokens allowed (8).","status":"INVALID_ARGUMENT"}})")
                .reason,
            "context_length_exceeded");
}

TEST(Error, OursSaysTheStatusInTheBody) {
  EXPECT_EQ(write_error({.code = Errc::not_found, .message = "No model \"x\"."}, {}),
            R"({"error":{"code":404,"message":"No model \"x\".","status":"NOT_FOUND"}})");
  EXPECT_EQ(write_error({.code = Errc::unauthenticated, .message = "m"}, {}),
            R"({"error":{"code":401,"message":"m","status":"UNAUTHENTICATED"}})");
}

TEST(Error, OursTellsDetailsAsGoogleDoes) {
  EXPECT_EQ(write_error({.code = Errc::invalid_request,
                         .message = "m",
                         .field = "contents.0",
                         .reason = "invalid_value"},
                        "req_1"),
            R"({"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT","details":[)"
            R"({"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"INVALID_VALUE",)"
            R"("domain":"quorum"},{"@type":"type.googleapis.com/google.rpc.BadRequest",)"
            R"("fieldViolations":[{"field":"contents.0","description":"m"}]},)"
            R"({"@type":"type.googleapis.com/google.rpc.RequestInfo","requestId":"req_1"}]}})");
}

TEST(Error, OursIsReadAsWhatItWas) {
  for (const auto code :
       {Errc::invalid_request, Errc::unauthenticated, Errc::permission_denied, Errc::not_found,
        Errc::rate_limited, Errc::unavailable, Errc::deadline_exceeded}) {
    const Error error{.code = code, .retry_after = std::chrono::milliseconds{2500}};
    const auto again = explained(status_of(error), write_error(error, {}));
    EXPECT_EQ(again.code, code);
    if (code == Errc::rate_limited) EXPECT_EQ(again.retry_after, error.retry_after);
  }
}

}  // namespace
}  // namespace quorum::gemini
