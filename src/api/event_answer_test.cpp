#include "api/event_answer.hpp"

#include <gtest/gtest.h>

#include "testkit/responder.hpp"
#include "testkit/run.hpp"

namespace quorum::api {
namespace {

using namespace std::chrono_literals;

/// Writes an event after each of `waits`, then finishes.
Task<bool> speak(async::Loop& loop, http::Responder& responder,
                 std::vector<std::chrono::milliseconds> waits) {
  EventAnswer answer(loop, responder, ": ping\n\n", 15s);
  bool is_fine = (co_await answer.start(event_stream_head(), {})).has_value();
  for (const auto wait : waits) {
    co_await loop.sleep(wait);
    is_fine = (co_await answer.write("data: x\n\n")).has_value() && is_fine;
  }
  co_return is_fine && (co_await answer.finish()).has_value();
}

TEST(EventAnswer, TellsProxiesToPassEventsOnAtOnce) {
  testkit::FakeResponder responder;
  EXPECT_TRUE(testkit::run([&](async::Loop& loop) { return speak(loop, responder, {}); }));
  EXPECT_EQ(responder.header("content-type"), "text/event-stream; charset=utf-8");
  EXPECT_EQ(responder.header("cache-control"), "no-cache");
  EXPECT_EQ(responder.header("connection"), "keep-alive");
  EXPECT_EQ(responder.header("x-accel-buffering"), "no");
  EXPECT_EQ(responder.body, "");
  EXPECT_TRUE(responder.is_finished);
}

TEST(EventAnswer, PingsWhileNothingHappensAndOnlyThen) {
  testkit::FakeResponder responder;
  EXPECT_TRUE(testkit::run(
      [&](async::Loop& loop) { return speak(loop, responder, {14s, 14s, 14s, 31s, 1s}); }));
  EXPECT_EQ(responder.body,
            "data: x\n\ndata: x\n\ndata: x\n\n: ping\n\n: ping\n\ndata: x\n\ndata: x\n\n");
}

/// Takes two seconds for each write and fails the test when two overlap.
class SlowResponder final : public http::Responder {
 public:
  explicit SlowResponder(async::Loop& loop) : loop_(loop) {}
  Task<Result<>> send(http::Response) override { co_return Result<>{}; }
  Task<Result<>> start(http::ResponseHead) override { co_return Result<>{}; }
  Task<Result<>> write(std::string_view bytes) override {
    EXPECT_FALSE(is_busy_) << "two writes at once";
    is_busy_ = true;
    co_await loop_.sleep(2s);
    body += bytes;
    is_busy_ = false;
    co_return Result<>{};
  }
  Task<Result<>> finish() override {
    EXPECT_FALSE(is_busy_);
    co_return Result<>{};
  }
  bool is_started() const override { return true; }

  std::string body{};

 private:
  async::Loop& loop_;
  bool is_busy_ = false;
};

Task<std::string> speak_slowly(async::Loop& loop, std::chrono::milliseconds first_wait) {
  SlowResponder responder(loop);
  EventAnswer answer(loop, responder, ": ping\n\n", 15s);
  (void)co_await answer.start(event_stream_head(), {});
  co_await loop.sleep(first_wait);
  (void)co_await answer.write("data: x\n\n");
  (void)co_await answer.finish();
  co_return responder.body;
}

TEST(EventAnswer, AnEventWaitsForThePingBeforeIt) {
  for (const auto wait : {14s, 15s, 16s, 17s}) {
    const auto body = testkit::run([&](async::Loop& loop) { return speak_slowly(loop, wait); });
    EXPECT_EQ(body, wait < 15s ? "data: x\n\n" : ": ping\n\ndata: x\n\n") << wait.count();
  }
}

Task<bool> speak_to_nobody(async::Loop& loop, testkit::FakeResponder& responder) {
  EventAnswer answer(loop, responder, ": ping\n\n", 15s);
  (void)co_await answer.start(event_stream_head(), {});
  responder.has_left = true;
  co_await loop.sleep(60s);
  co_return (co_await answer.write("data: x\n\n")).has_value();
}

/// What was written by each of `moments`, of an answer that ends with the last of them.
Task<std::vector<std::string>> watch(async::Loop& loop, testkit::FakeResponder& responder,
                                     std::vector<std::chrono::milliseconds> moments) {
  const auto begin = loop.now();
  std::vector<std::string> seen;
  {
    EventAnswer answer(loop, responder, "p", 15s);
    (void)co_await answer.start(event_stream_head(), "a");
    for (const auto moment : moments) {
      co_await loop.sleep_until(begin + moment);
      seen.push_back(responder.body);
      if (moment == moments.back()) (void)co_await answer.finish();
    }
  }
  co_await loop.sleep(60s);
  seen.push_back(responder.body);
  co_return seen;
}

TEST(EventAnswer, PingsAgainAndAgainAndNotBehindTheEnd) {
  testkit::FakeResponder responder;
  const auto seen = testkit::run([&](async::Loop& loop) {
    return watch(loop, responder, {14'990ms, 15'010ms, 29'990ms, 30'020ms, 44'000ms});
  });
  EXPECT_EQ(seen, (std::vector<std::string>{"a", "ap", "ap", "app", "app", "app"}));
  EXPECT_TRUE(responder.is_finished);
}

TEST(EventAnswer, AWriteAfterAPingThatFailedFailsToo) {
  testkit::FakeResponder responder;
  EXPECT_FALSE(testkit::run([&](async::Loop& loop) { return speak_to_nobody(loop, responder); }));
}

}  // namespace
}  // namespace quorum::api
