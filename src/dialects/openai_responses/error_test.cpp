#include "dialects/openai_responses/error.hpp"

#include <gtest/gtest.h>

namespace quorum::openai_responses {
namespace {

Error explained(int status, std::string_view body) {
  return explain({.provider = "acme", .key_variable = "ACME_KEY", .status = status, .body = body});
}

TEST(Explain, AnUnknownModelIsNotFoundThoughItsStatusSays400) {
  const auto error = explained(
      400, R"({"error":{"message":"The requested model 'x' does not exist.",)"
           R"("type":"invalid_request_error","param":"model","code":"model_not_found"}})");
  EXPECT_EQ(error.code, Errc::not_found);
  EXPECT_EQ(error.reason, "model_not_found");
  EXPECT_EQ(error.field, "model");
  EXPECT_NE(error.detail.find("answered 400"), std::string::npos);
}

TEST(Explain, OtherRefusalsAreWhatTheirStatusSays) {
  EXPECT_EQ(explained(400, R"({"error":{"message":"no","code":"invalid_value"}})").code,
            Errc::invalid_request);
  EXPECT_EQ(explained(401, R"({"error":{"message":"no"}})").code, Errc::unauthenticated);
  EXPECT_EQ(explained(500, "oh").code, Errc::upstream_failed);
}

Error in_stream(std::string_view json) {
  return explain_object("acme", json::Document::parse(json)->root());
}

TEST(ExplainObject, BothShapesOfAnErrorEventAreRead) {
  EXPECT_EQ(in_stream(R"({"type":"error","code":"rate_limit_exceeded","message":"m"})").code,
            Errc::rate_limited);
  EXPECT_EQ(in_stream(R"({"type":"error","error":{"type":"tokens",
                          "code":"rate_limit_exceeded","message":"m"}})")
                .code,
            Errc::rate_limited);
  EXPECT_EQ(in_stream(R"({"code":"server_error","message":"m"})").code, Errc::upstream_failed);
}

TEST(Status, AnUnknownModelIsA400AsAtOpenAi) {
  EXPECT_EQ(status_of({.code = Errc::not_found, .reason = "model_not_found"}), 400);
  EXPECT_EQ(status_of({.code = Errc::not_found}), 404);
  EXPECT_EQ(status_of({.code = Errc::rate_limited}), 429);
}

TEST(FailureCode, IsAlwaysOneThatTheSchemaKnows) {
  EXPECT_EQ(failure_code({.code = Errc::rate_limited}), "rate_limit_exceeded");
  EXPECT_EQ(failure_code({.code = Errc::invalid_request}), "invalid_prompt");
  EXPECT_EQ(failure_code({.code = Errc::invalid_request, .reason = "invalid_image_url"}),
            "invalid_image_url");
  EXPECT_EQ(failure_code({.code = Errc::upstream_failed, .reason = "whatever"}), "server_error");
}

}  // namespace
}  // namespace quorum::openai_responses
