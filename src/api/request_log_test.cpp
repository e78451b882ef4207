#include "api/request_log.hpp"

#include <gtest/gtest.h>

namespace quorum::api {
namespace {

using namespace std::chrono_literals;

TEST(RequestLog, SaysWhatWasAskedAndHowItWent) {
  ManualClock clock;
  const http::RequestHead asked{.method = "GET", .target = "/v1/models?text=secret", .headers = {}};
  RequestLog log(clock, asked, "r1", nullptr);
  clock.advance(3ms);
  log.answered(200);
  log.finished();
  EXPECT_EQ(log.line(), "GET /v1/models 200 3 ms r1");
}

TEST(RequestLog, TellsAClientThatLeftFromAnAnswerThatBroke) {
  const ManualClock clock;
  const http::RequestHead asked{.method = "POST", .target = "/debate/stream", .headers = {}};
  RequestLog log(clock, asked, "r2", nullptr);
  EXPECT_EQ(log.line(), "POST /debate/stream 499 0 ms r2 cut short");
  log.answered(200);
  EXPECT_EQ(log.line(), "POST /debate/stream 200 0 ms r2 cut short");
}

TEST(RequestLog, ShowsTheDetailThatTheClientDoesNotSee) {
  const ManualClock clock;
  const http::RequestHead asked{.method = "GET", .target = "/", .headers = {}};
  RequestLog log(clock, asked, "r3", nullptr);
  log.failed({.code = Errc::upstream_failed, .message = "It broke.", .detail = "host-9: 502"});
  log.answered(502);
  log.finished();
  EXPECT_EQ(log.line(), "GET / 502 0 ms r3 upstream_failed: It broke. (host-9: 502)");
}

/// A client that took nothing for a while.
class SlowClient final : public http::Responder {
 public:
  Task<Result<>> send(http::Response) override { co_return Result<>{}; }
  Task<Result<>> start(http::ResponseHead) override { co_return Result<>{}; }
  Task<Result<>> write(std::string_view) override { co_return Result<>{}; }
  Task<Result<>> finish() override { co_return Result<>{}; }
  bool is_started() const override { return true; }
  Duration waited() const override { return 20ms; }
};

struct Records final : store::Recorder {
  void take(store::RequestRecord& record) override { last = record; }
  store::RequestRecord last{};
};

TEST(RequestLog, WaitsForTheProviderAndForTheClientAreNoneOfOurs) {
  ManualClock clock;
  Records records;
  const SlowClient client;
  {
    const http::RequestHead asked{.method = "POST", .target = "/", .headers = {}};
    RequestLog log(clock, asked, "r1", &records);
    clock.advance(7us);
    log.record().call.waited += 300ms;
    clock.advance(300ms);
    EXPECT_EQ(log.overhead(), 7us);
    log.record().call.first_answer = clock.now();
    log.answers_to(client);
    clock.advance(20ms);
    clock.advance(3us);
    log.answered(200);
    log.finished();
  }
  EXPECT_EQ(records.last.duration, 320ms + 10us);
  EXPECT_EQ(records.last.overhead, 10us);
  EXPECT_EQ(records.last.first_answer, 300ms + 7us);
}

TEST(RequestLog, AStreamThatWasLeftHasUsedWhatItSent) {
  const ManualClock clock;
  Records records;
  const auto left_after = [&](std::uint32_t batches, std::optional<llm::Usage> told) {
    const http::RequestHead asked{.method = "POST", .target = "/", .headers = {}};
    RequestLog log(clock, asked, "r1", &records);
    log.record().is_stream = true;
    log.record().bytes_in = 400;
    log.record().call.batches = batches;
    log.record().call.usage = told;
  };
  left_after(7, std::nullopt);
  EXPECT_EQ(records.last.call.usage,
            (llm::Usage{.prompt = 100, .completion = 7, .is_estimate = true}));
  left_after(0, std::nullopt);
  EXPECT_FALSE(records.last.call.usage);
  const llm::Usage told{.prompt = 3, .completion = 2};
  left_after(7, told);
  EXPECT_EQ(records.last.call.usage, told);
}

TEST(RequestLog, APathCanNeitherForgeALineNorSteerATerminal) {
  const ManualClock clock;
  const http::RequestHead asked{
      .method = "GET", .target = "/a\n200 \x1b[2J\xc3\xa4", .headers = {}};
  RequestLog log(clock, asked, "r4", nullptr);
  EXPECT_EQ(log.line(), "GET /a?200 ?[2J?? 499 0 ms r4 cut short");
  const http::RequestHead long_one{
      .method = "GET", .target = "/" + std::string(5000, 'x'), .headers = {}};
  RequestLog length(clock, long_one, "r5", nullptr);
  EXPECT_LT(length.line().size(), 300U);
}

}  // namespace
}  // namespace quorum::api
