#include "dialects/cohere/error.hpp"

#include <gtest/gtest.h>

namespace quorum::cohere {
namespace {

Error explained(int status, std::string_view body) {
  return explain({.provider = "cohere", .status = status, .body = body});
}

TEST(Error, TheStatusSaysWhatItIs) {
  EXPECT_EQ(explained(401, R"({"id":"1","message":"Incorrect API key"})").code,
            Errc::unauthenticated);
  EXPECT_EQ(explained(404, R"({"message":"model 'x' not found"})").message,
            "cohere does not have this model: model 'x' not found");
  EXPECT_EQ(explained(422, R"({"message":"invalid"})").code, Errc::invalid_request);
  EXPECT_EQ(explained(429, R"({"message":"limit"})").code, Errc::rate_limited);
  EXPECT_EQ(explained(498, R"({"message":"blocked"})").code, Errc::invalid_request);
  EXPECT_EQ(explained(499, R"({"message":"cancelled"})").code, Errc::upstream_failed);
  EXPECT_EQ(explained(503, "").code, Errc::unavailable);
  EXPECT_EQ(explained(504, "").code, Errc::deadline_exceeded);
}

TEST(Error, TooLongARequestIsSaidInTheCommonWord) {
  const auto error = explained(400, R"({"message":"too long","error_type":"TOO_MANY_TOKENS"})");
  EXPECT_EQ(error.code, Errc::invalid_request);
  EXPECT_EQ(error.reason, "context_length_exceeded");
}

TEST(Error, AnAnswerCanEndInOne) {
  const auto document = json::Document::parse(R"("model crashed")");
  EXPECT_EQ(explain_finish("cohere", "ERROR", document->root()).code, Errc::upstream_failed);
  EXPECT_EQ(explain_finish("cohere", "TIMEOUT", {}).code, Errc::deadline_exceeded);
}

}  // namespace
}  // namespace quorum::cohere
