#include "dialects/ollama/error.hpp"

#include <gtest/gtest.h>

namespace quorum::ollama {
namespace {

Error explained(int status, std::string_view body) {
  return explain({.provider = "ollama", .status = status, .body = body});
}

TEST(Error, TheStatusSaysWhatItIs) {
  const auto missing = explained(404, R"({"error":"model 'x' not found"})");
  EXPECT_EQ(missing.code, Errc::not_found);
  EXPECT_EQ(missing.message, "ollama does not have this model: model 'x' not found");
  EXPECT_EQ(explained(400, R"({"error":"invalid options"})").code, Errc::invalid_request);
  EXPECT_EQ(explained(401, R"({"error":"unauthorized"})").code, Errc::unauthenticated);
  EXPECT_EQ(explained(429, R"({"error":"too many requests"})").code, Errc::rate_limited);
  EXPECT_EQ(explained(500, "boom").code, Errc::upstream_failed);
  EXPECT_EQ(explained(503, R"({"error":"server busy"})").code, Errc::unavailable);
}

TEST(Error, AProxysFormIsReadToo) {
  EXPECT_EQ(explained(400, R"({"error":{"message":"no"}})").message,
            "ollama refused the request: no");
}

TEST(Error, InAStreamItIsTheProvidersFault) {
  const auto document = json::Document::parse(R"({"error":"out of memory"})");
  const auto error = explain_line("ollama", document->root());
  EXPECT_EQ(error.code, Errc::upstream_failed);
  EXPECT_NE(error.detail.find("out of memory"), std::string::npos);
}

TEST(Error, OursIsOneText) {
  EXPECT_EQ(write_error({.code = Errc::not_found, .message = "No \"x\"."}),
            R"({"error":"No \"x\"."})");
}

}  // namespace
}  // namespace quorum::ollama
