#include "http/slice_writer.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "testkit/run.hpp"
#include "testkit/slow_stream.hpp"

namespace quorum::http {
namespace {

using namespace std::chrono_literals;

TEST(SliceWriter, WritesAMessageInOneGo) {
  testkit::run([](async::Loop& loop) -> Task<> {
    testkit::SlowStream stream(loop, 0s);
    SliceWriter writer(loop, stream);
    EXPECT_TRUE(co_await writer.write({"head", "", "body", "\r\n"}, 1s));
    EXPECT_EQ(stream.writes, (std::vector<std::string>{"headbody\r\n"}));
    EXPECT_EQ(stream.deadline, TimePoint::max());
  });
}

TEST(SliceWriter, GivesEverySliceItsTime) {
  testkit::run([](async::Loop& loop) -> Task<> {
    testkit::SlowStream stream(loop, 9s);
    SliceWriter writer(loop, stream);
    const std::string large(1'000'000, 'x');
    const auto begin = loop.now();
    EXPECT_TRUE(co_await writer.write({"head", large, "end"}, 10s));
    EXPECT_EQ(loop.now() - begin, 36s);
    EXPECT_EQ(stream.writes.size(), 4U);
    EXPECT_EQ(stream.all(), "head" + large + "end");
  });
}

TEST(SliceWriter, WritesNothingMoreAfterAnError) {
  testkit::run([](async::Loop& loop) -> Task<> {
    testkit::SlowStream stream(loop, 11s);
    SliceWriter writer(loop, stream);
    EXPECT_EQ((co_await writer.write({"late"}, 10s)).error().code, Errc::deadline_exceeded);
    EXPECT_EQ((co_await writer.write({"more"}, 100s)).error().code, Errc::unavailable);
    EXPECT_EQ(stream.all(), "");
  });
}

TEST(SliceWriter, TellsHowLongTheOtherSideTookNothing) {
  testkit::run([](async::Loop& loop) -> Task<> {
    testkit::SlowStream stream(loop, 2s);
    SliceWriter writer(loop, stream);
    EXPECT_EQ(writer.waited(), 0s);
    EXPECT_TRUE(co_await writer.write({"one"}, 10s));
    EXPECT_EQ(writer.waited(), 2s);
    EXPECT_TRUE(co_await writer.write({"two"}, 10s));
    EXPECT_EQ(writer.waited(), 4s);
    testkit::SlowStream stuck(loop, 11s);
    SliceWriter other(loop, stuck);
    EXPECT_FALSE(co_await other.write({"late"}, 10s));
    EXPECT_EQ(other.waited(), 10s);
  });
}

TEST(SliceWriter, KeepsTheDeadlineOfTheWhole) {
  testkit::run([](async::Loop& loop) -> Task<> {
    testkit::SlowStream stream(loop, 9s);
    SliceWriter writer(loop, stream);
    const std::string large(1'000'000, 'x');
    const auto begin = loop.now();
    const auto written = co_await writer.write({large}, 10s, begin + 20s);
    EXPECT_EQ(written.error().code, Errc::deadline_exceeded);
    EXPECT_EQ(loop.now() - begin, 20s);
  });
}

}  // namespace
}  // namespace quorum::http
