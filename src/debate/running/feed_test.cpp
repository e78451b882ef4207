#include "debate/running/feed.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "async/combine.hpp"

namespace quorum::debate {
namespace {

std::vector<store::LogEvent> lines(std::uint64_t from, std::uint64_t to) {
  std::vector<store::LogEvent> all;
  for (auto seq = from; seq <= to; ++seq) all.push_back({.seq = seq, .name = "x", .data = "{}"});
  return all;
}

TEST(Feed, GivesWhatComesAfterALine) {
  Feed feed;
  feed.go_live();
  feed.publish(lines(1, 3));
  EXPECT_EQ(feed.after(1).lines, lines(2, 3));
  EXPECT_EQ(feed.after(0).lines, lines(1, 3));
  EXPECT_TRUE(feed.after(3).lines.empty());
  EXPECT_FALSE(feed.after(3).is_behind);
  EXPECT_TRUE(feed.after(3).is_live);
}

TEST(Feed, SendsWhoIsBehindToTheStore) {
  Feed feed(2);
  EXPECT_TRUE(feed.after(0).is_behind);
  feed.publish(lines(1, 5));
  EXPECT_TRUE(feed.after(2).is_behind);
  EXPECT_TRUE(feed.after(2).lines.empty());
  EXPECT_EQ(feed.after(3).lines, lines(4, 5));
}

TEST(Feed, KnowsNothingOnceNobodyRunsTheDebateHere) {
  Feed feed;
  feed.go_live();
  feed.publish(lines(1, 2));
  feed.go_quiet(Error{.code = Errc::unavailable, .message = "disk full"});
  EXPECT_TRUE(feed.after(0).is_behind);
  EXPECT_FALSE(feed.after(0).is_live);
  EXPECT_EQ(feed.after(0).fault->message, "disk full");
  feed.go_live();
  EXPECT_FALSE(feed.after(0).fault);
}

Task<> wait_a_second(async::Loop* loop) { co_await loop->sleep(std::chrono::seconds{1}); }

Task<> hears_it(async::Loop& loop) {
  Feed feed;
  auto bell = std::make_shared<Bell>(loop);
  feed.join(bell);
  EXPECT_EQ(feed.viewers(), 1U);
  feed.publish(lines(1, 1));
  feed.publish(lines(2, 2));
  co_await bell->wait();
  EXPECT_EQ(feed.after(0).lines.size(), 2U);
  feed.publish(lines(3, 3));
  co_await bell->wait();
  // Heard once, it is silent until it is rung again.
  const auto began = loop.now();
  co_await async::race(bell->wait(), wait_a_second(&loop));
  EXPECT_EQ(loop.now() - began, std::chrono::seconds{1});
  feed.leave(*bell);
  EXPECT_EQ(feed.viewers(), 0U);
}

TEST(Feed, RingsForWhatWasPublished) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(hears_it(*loop));
}

Task<std::uint64_t> count_to(async::Loop* loop, Feed* feed, std::uint64_t last) {
  auto bell = std::make_shared<Bell>(*loop);
  feed->join(bell);
  std::uint64_t seen = 0;
  while (seen < last) {
    const auto glimpse = feed->after(seen);
    EXPECT_TRUE(glimpse.lines.empty() || glimpse.lines.front().seq == seen + 1);
    if (glimpse.lines.empty()) {
      co_await bell->wait();
    } else {
      seen = glimpse.lines.back().seq;
    }
  }
  feed->leave(*bell);
  co_return seen;
}

// A publisher and viewers on threads of their own: no line is lost, and no bell that matters.
TEST(Feed, IsForAnyThread) {
  static constexpr std::uint64_t kLast = 5000;
  Feed feed(kLast);
  feed.publish(lines(1, 1));
  std::vector<std::thread> viewers;
  for (int i = 0; i < 3; ++i) {
    viewers.emplace_back([&feed] {
      auto loop = async::Loop::create();
      ASSERT_TRUE(loop);
      EXPECT_EQ((*loop)->run_until_done(count_to(loop->get(), &feed, kLast)), kLast);
    });
  }
  for (std::uint64_t seq = 2; seq <= kLast; ++seq) feed.publish(lines(seq, seq));
  for (auto& viewer : viewers) viewer.join();
}

}  // namespace
}  // namespace quorum::debate
