#include "dialects/bedrock/error.hpp"

#include <gtest/gtest.h>

namespace quorum::bedrock {
namespace {

Error explained(int status, std::string_view type, std::string_view body = R"({"message":"m"})") {
  return explain({.provider = "bedrock", .status = status, .body = body, .error_type = type});
}

TEST(Error, TheHeaderSaysWhatItIs) {
  const auto invalid = explained(400, "ValidationException:http://internal.amazon.com/x/");
  EXPECT_EQ(invalid.code, Errc::invalid_request);
  EXPECT_EQ(invalid.message, "bedrock refused the request: m");
  EXPECT_EQ(invalid.reason, "ValidationException");
  EXPECT_EQ(explained(403, "AccessDeniedException").code, Errc::permission_denied);
  EXPECT_EQ(explained(403, "UnrecognizedClientException").code, Errc::unauthenticated);
  EXPECT_EQ(explained(403, "ExpiredTokenException").code, Errc::unauthenticated);
  EXPECT_EQ(explained(403, "InvalidSignatureException").code, Errc::unauthenticated);
  EXPECT_EQ(explained(404, "ResourceNotFoundException").code, Errc::not_found);
  EXPECT_EQ(explained(429, "ThrottlingException").code, Errc::rate_limited);
  EXPECT_EQ(explained(400, "ServiceQuotaExceededException").code, Errc::rate_limited);
  EXPECT_EQ(explained(429, "ModelNotReadyException").code, Errc::unavailable);
  EXPECT_EQ(explained(424, "ModelErrorException").code, Errc::upstream_failed);
  EXPECT_EQ(explained(408, "ModelTimeoutException").code, Errc::deadline_exceeded);
  EXPECT_EQ(explained(503, "ServiceUnavailableException").code, Errc::unavailable);
  EXPECT_EQ(explained(500, "InternalServerException").code, Errc::upstream_failed);
}

TEST(Error, TheBodyMaySayItToo) {
  const auto error =
      explained(403, "",
                R"({"__type":"com.amazon.coral.service#UnrecognizedClientException",)"
                R"("Message":"M"})");
  EXPECT_EQ(error.code, Errc::unauthenticated);
  EXPECT_EQ(explained(400, "", "no JSON").code, Errc::invalid_request);
}

TEST(Error, InAStreamItIsAnEvent) {
  EXPECT_TRUE(is_error_event("throttlingException"));
  EXPECT_TRUE(is_error_event("error"));
  EXPECT_FALSE(is_error_event("metadata"));
  const auto code = [](std::string_view name) {
    return explain_event("bedrock", name, R"({"message":"m"})").code;
  };
  EXPECT_EQ(code("throttlingException"), Errc::rate_limited);
  EXPECT_EQ(code("validationException"), Errc::invalid_request);
  EXPECT_EQ(code("serviceUnavailableException"), Errc::unavailable);
  EXPECT_EQ(code("internalServerException"), Errc::upstream_failed);
  EXPECT_EQ(code("modelStreamErrorException"), Errc::upstream_failed);
  EXPECT_EQ(code("modelTimeoutException"), Errc::deadline_exceeded);
  EXPECT_EQ(explain_event("bedrock", "error", "gone").code, Errc::upstream_failed);
}

}  // namespace
}  // namespace quorum::bedrock
