#include "dialects/refusal.hpp"

#include <gtest/gtest.h>

namespace quorum::dialects {
namespace {

using namespace std::chrono_literals;

Errc code(int status, Said said = {}) {
  return explain({.provider = "acme", .status = status}, said).code;
}

TEST(Explain, StatusTellsWhatTheCallerCanDo) {
  EXPECT_EQ(code(400), Errc::invalid_request);
  EXPECT_EQ(code(401), Errc::unauthenticated);
  EXPECT_EQ(code(402), Errc::budget_exceeded);
  EXPECT_EQ(code(403), Errc::permission_denied);
  EXPECT_EQ(code(404), Errc::not_found);
  EXPECT_EQ(code(413), Errc::too_large);
  EXPECT_EQ(code(422), Errc::invalid_request);
  EXPECT_EQ(code(429), Errc::rate_limited);
  EXPECT_EQ(code(500), Errc::upstream_failed);
  EXPECT_EQ(code(503), Errc::unavailable);
  EXPECT_EQ(code(504), Errc::deadline_exceeded);
  EXPECT_EQ(code(529), Errc::unavailable);
}

TEST(Explain, WordsTellWhatAStatusDoesNot) {
  EXPECT_EQ(code(429, {.word = "insufficient_quota"}), Errc::budget_exceeded);
  EXPECT_EQ(code(400, {.word = "API_KEY_INVALID"}), Errc::unauthenticated);
  EXPECT_EQ(code(0, {.type = "overloaded_error"}), Errc::unavailable);
  EXPECT_EQ(code(0, {.type = "RESOURCE_EXHAUSTED"}), Errc::rate_limited);
  EXPECT_EQ(code(0), Errc::upstream_failed);
  EXPECT_EQ(code(0, {.status = 404}), Errc::not_found);
}

TEST(Explain, QuotesOnlyWhatHelpsTheCaller) {
  const Said said{.text = "max_tokens is too large", .field = "max_tokens"};
  const auto wrong = explain({.provider = "acme", .status = 400, .body = "{}"}, said);
  EXPECT_EQ(wrong.message, "acme refused the request: max_tokens is too large");
  EXPECT_EQ(wrong.field, "max_tokens");
  EXPECT_EQ(wrong.detail, "acme answered 400: {}");
  const auto broken = explain({.provider = "acme", .status = 500}, said);
  EXPECT_EQ(broken.message, "acme failed to answer.");
  EXPECT_EQ(broken.field, "");
}

TEST(Explain, WaitsAsLongAsHeadersOrBodySay) {
  EXPECT_EQ(explain({.status = 429, .retry_after = "7"}, {.retry_after = 48s}).retry_after, 7s);
  EXPECT_EQ(explain({.status = 429}, {.retry_after = 48s}).retry_after, 48s);
  EXPECT_EQ(explain({.status = 400, .retry_after = "7"}, {}).retry_after, std::nullopt);
  EXPECT_EQ(explain({.status = 429, .should_retry = "false"}, {}).should_retry, false);
  EXPECT_EQ(explain({.status = 429, .should_retry = "perhaps"}, {}).should_retry, std::nullopt);
}

TEST(Explain, AnAnswerThatCannotBeReadGoesIntoTheLogOnly) {
  const auto error = unreadable("acme", "no choices", "<html>secret</html>");
  EXPECT_EQ(error.message, "acme sent an answer that cannot be read.");
  EXPECT_EQ(error.detail, "acme: no choices: <html>secret</html>");
  EXPECT_EQ(cut("acme").code, Errc::upstream_failed);
}

}  // namespace
}  // namespace quorum::dialects
