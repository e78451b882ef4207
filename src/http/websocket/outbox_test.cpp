#include "http/websocket/outbox.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "async/combine.hpp"
#include "async/scope.hpp"
#include "testkit/run.hpp"
#include "testkit/slow_stream.hpp"

namespace quorum::http::websocket {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;

Task<> say(Outbox* outbox, std::string text, std::string* log) {
  const auto name = text.substr(0, 1);
  const auto sent = co_await outbox->text(std::move(text));
  *log += name + (sent ? "+" : "-");
}

TEST(Outbox, FramesLeaveWholeWhoeverSendsThem) {
  testkit::run([](async::Loop& loop) -> Task<> {
    testkit::SlowStream stream(loop, 100ms);
    Outbox outbox(loop, stream, 10s, nullptr);
    std::string log;
    async::Scope scope(loop);
    for (const auto* text : {"a1", "b2"}) {
      scope.spawn(say(&outbox, text, &log));
      co_await loop.sleep(1ms);
    }
    co_await scope.join();
    EXPECT_EQ(stream.all(),
              "\x81\x02"
              "a1\x81\x02"
              "b2");
    EXPECT_EQ(log, "a+b+");
    EXPECT_EQ(stream.writes.size(), 2U) << "head and payload in one write";
  });
}

TEST(Outbox, TheCloseFrameWaitsForWhatIsOnItsWayAndIsTheLast) {
  testkit::run([](async::Loop& loop) -> Task<> {
    testkit::SlowStream stream(loop, 100ms);
    Outbox outbox(loop, stream, 10s, nullptr);
    std::string log;
    async::Scope scope(loop);
    scope.spawn(say(&outbox, "a1", &log));
    co_await loop.sleep(1ms);
    scope.spawn(say(&outbox, "b2", &log));
    co_await loop.sleep(10ms);
    EXPECT_TRUE(co_await outbox.close(1000, "bye"));
    co_await scope.join();
    EXPECT_EQ(stream.all(),
              "\x81\x02"
              "a1\x88\x05\x03\xE8"
              "bye");
    EXPECT_EQ(log, "a+b-");
    EXPECT_EQ((co_await outbox.text("late")).error().code, Errc::cancelled);
  });
}

TEST(Outbox, NothingFollowsHalfAFrame) {
  testkit::run([](async::Loop& loop) -> Task<> {
    testkit::SlowStream stream(loop, 100ms);
    Outbox outbox(loop, stream, 10s, nullptr);
    auto sending = outbox.text("never whole");
    const auto cut = co_await async::with_deadline(loop, loop.now() + 10ms, std::move(sending));
    EXPECT_EQ(cut.error().code, Errc::deadline_exceeded);
    EXPECT_FALSE(co_await outbox.text("more"));
    EXPECT_FALSE(co_await outbox.close(1000, ""));
    EXPECT_EQ(stream.all(), "");
  });
}

TEST(Outbox, WhoReadsNothingHasLeft) {
  testkit::run([](async::Loop& loop) -> Task<> {
    testkit::SlowStream stream(loop, 20s);
    Outbox outbox(loop, stream, 10s, nullptr);
    const auto sent = co_await outbox.text("x");
    EXPECT_EQ(sent.error().code, Errc::deadline_exceeded);
    EXPECT_FALSE(co_await outbox.text("y"));
  });
}

TEST(Outbox, CompressesWhatIsLongEnough) {
  testkit::run([](async::Loop& loop) -> Task<> {
    testkit::SlowStream stream(loop, 0ms);
    const Deflate deflate;
    Outbox outbox(loop, stream, 10s, &deflate);
    EXPECT_TRUE(co_await outbox.text("short"));
    EXPECT_TRUE(co_await outbox.text(std::string(1000, 'x')));
    EXPECT_EQ(stream.writes[0], "\x81\x05short");
    EXPECT_EQ(stream.writes[1][0], '\xC1');
    EXPECT_LT(stream.writes[1].size(), 50U);
  });
}

}  // namespace
}  // namespace quorum::http::websocket
