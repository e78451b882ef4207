#include "providers/shown_headers.hpp"

#include <gtest/gtest.h>

namespace quorum::providers {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

TEST(ShownHeaders, LimitsAndOneNameOfTheRequestAreShown) {
  http::Headers headers;
  headers.add("X-RateLimit-Remaining-Requests", "9");
  headers.add("Set-Cookie", "a=b");
  headers.add("Request-Id", "req_1");
  headers.add("x-request-id", "2");
  headers.add("Anthropic-RateLimit-Tokens-Reset", "later");
  headers.add("Server", "nginx at 10.0.0.1");
  EXPECT_EQ(shown_headers(headers), (Pairs{{"x-ratelimit-remaining-requests", "9"},
                                           {"x-quorum-provider-request-id", "req_1"},
                                           {"anthropic-ratelimit-tokens-reset", "later"}}));
  EXPECT_EQ(shown_headers({}), Pairs{});
}

TEST(ShownHeaders, TheNamesOfRequestsAreKnown) {
  EXPECT_TRUE(is_request_id("x-amzn-requestid"));
  EXPECT_FALSE(is_request_id("x-stainless-request"));
}

}  // namespace
}  // namespace quorum::providers
