#include "testkit/fake_upstream.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "http/client.hpp"
#include "testkit/run.hpp"

namespace quorum::testkit {
namespace {

using namespace std::chrono_literals;

http::ClientRequest request(const FakeUpstream& upstream, std::string target) {
  return {.url = upstream.url(std::move(target)), .body = "question"};
}

TEST(FakeUpstream, PlaysInTurnAndRemembersWhatItWasAsked) {
  run([](async::Loop& loop) -> Task<> {
    FakeUpstream upstream(loop);
    upstream.on("/a", {answers_json(200, "1"), answers_json(503, "2")});
    upstream.on("/b", [](const SeenRequest& seen, std::size_t nth) {
      return answers_json(200, seen.body + std::to_string(nth));
    });
    const auto client = http::Client::create(loop, {}, upstream);
    for (const int status : {200, 503, 503}) {
      const auto answer = co_await client->send(request(upstream, "/a?x"));
      EXPECT_EQ((*answer)->head().status, status);
      EXPECT_TRUE(co_await (*answer)->read_all(10));
    }
    const auto echoed = co_await client->send(request(upstream, "/b"));
    EXPECT_EQ(*co_await (*echoed)->read_all(100), "question0");
    const auto missing = co_await client->send(request(upstream, "/c"));
    EXPECT_EQ((*missing)->head().status, 404);

    EXPECT_EQ(upstream.requests().size(), 5U);
    EXPECT_EQ(upstream.requests()[0].head.target, "/a?x");
    EXPECT_EQ(upstream.requests()[0].fate, AnswerFate::played);
    EXPECT_TRUE(upstream.requests()[0].bytes.starts_with("POST /a?x HTTP/1.1\r\n"));
    EXPECT_TRUE(upstream.requests()[0].bytes.ends_with("\r\n\r\nquestion"));
    EXPECT_EQ(upstream.connections_made(), 1U);
  });
}

TEST(FakeUpstream, KeepsTheTimeItWasTold) {
  run([](async::Loop& loop) -> Task<> {
    FakeUpstream upstream(loop);
    auto play = streams({"a", "b"}, 100ms);
    play.head_wait = 1s;
    upstream.on("/", std::move(play));
    const auto client = http::Client::create(loop, {}, upstream);
    const auto begin = loop.now();
    const auto answer = co_await client->send(request(upstream, "/"));
    EXPECT_EQ(loop.now() - begin, 1s);
    EXPECT_EQ(*co_await (*answer)->read(), "a");
    EXPECT_EQ(loop.now() - begin, 1100ms);
    EXPECT_EQ(*co_await (*answer)->read(), "b");
    EXPECT_EQ(loop.now() - begin, 1200ms);
  });
}

TEST(FakeUpstream, IsReachedOverLoopbackToo) {
  run_for_real([](async::Loop& loop) -> Task<> {
    FakeUpstream upstream(loop);
    EXPECT_TRUE(upstream.listen());
    upstream.on("/", streams({"a", "b", "c"}, 1ms));
    const auto client = http::Client::create(loop, {});
    auto answer = co_await client->send(request(upstream, "/"));
    EXPECT_EQ(upstream.open_connections(), 1U);
    EXPECT_EQ(*co_await (*answer)->read_all(10), "abc");
  });
}

}  // namespace
}  // namespace quorum::testkit
