#include "api/request_log.hpp"

#include <gtest/gtest.h>

namespace quorum::api {
namespace {

using namespace std::chrono_literals;

TEST(RequestLog, SaysWhatWasAskedAndHowItWent) {
  ManualClock clock;
  RequestLog log(clock, {.method = "GET", .target = "/v1/models?text=secret", .headers = {}}, "r1");
  clock.advance(3ms);
  log.answered(200);
  log.finished();
  EXPECT_EQ(log.line(), "GET /v1/models 200 3 ms r1");
}

TEST(RequestLog, TellsAClientThatLeftFromAnAnswerThatBroke) {
  const ManualClock clock;
  RequestLog log(clock, {.method = "POST", .target = "/debate/stream", .headers = {}}, "r2");
  EXPECT_EQ(log.line(), "POST /debate/stream 499 0 ms r2 cut short");
  log.answered(200);
  EXPECT_EQ(log.line(), "POST /debate/stream 200 0 ms r2 cut short");
}

TEST(RequestLog, ShowsTheDetailThatTheClientDoesNotSee) {
  const ManualClock clock;
  RequestLog log(clock, {.method = "GET", .target = "/", .headers = {}}, "r3");
  log.failed({.code = Errc::upstream_failed, .message = "It broke.", .detail = "host-9: 502"});
  log.answered(502);
  log.finished();
  EXPECT_EQ(log.line(), "GET / 502 0 ms r3 upstream_failed: It broke. (host-9: 502)");
}

TEST(RequestLog, APathCanNeitherForgeALineNorSteerATerminal) {
  const ManualClock clock;
  RequestLog log(clock, {.method = "GET", .target = "/a\n200 \x1b[2J\xc3\xa4", .headers = {}},
                 "r4");
  EXPECT_EQ(log.line(), "GET /a?200 ?[2J?? 499 0 ms r4 cut short");
  RequestLog length(clock, {.method = "GET", .target = "/" + std::string(5000, 'x'), .headers = {}},
                    "r5");
  EXPECT_LT(length.line().size(), 300U);
}

}  // namespace
}  // namespace quorum::api
