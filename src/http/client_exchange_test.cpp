#include "http/client_exchange.hpp"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "async/memory_stream.hpp"
#include "testkit/run.hpp"

namespace quorum::http {
namespace {

/// One exchange over a pair in memory whose other end has said `answer` already.
template <typename Test>
void exchange_with(std::string answer, Test test) {
  testkit::run([&](async::Loop& loop) -> Task<> {
    auto [ours, theirs] = async::memory_pair(loop);
    const std::array<std::string_view, 1> pieces{answer};
    EXPECT_TRUE(co_await theirs->write(pieces));
    theirs->set_deadline(TimePoint::max());
    EXPECT_TRUE(co_await theirs->finish());
    auto pool = std::make_shared<ClientPool>(loop, ClientConfig{});
    auto& origin = pool->at("http://h:80");
    ClientExchange exchange(pool, origin, *origin.gate.try_enter());
    const RequestTemplate form("POST", *Url::parse("http://h/"), {});
    const SettledRequest request{.form = &form, .body = "question"};
    const auto done = co_await exchange.run(request, std::move(ours));
    co_await test(exchange, done, *pool);
  });
}

TEST(ClientExchange, KnowsWhetherAnythingWasAnswered) {
  exchange_with("", [](ClientExchange& exchange, const Result<>& done, ClientPool&) -> Task<> {
    EXPECT_FALSE(done);
    EXPECT_FALSE(exchange.has_answer());
    co_return;
  });
  exchange_with("H", [](ClientExchange& exchange, const Result<>& done, ClientPool&) -> Task<> {
    EXPECT_FALSE(done);
    EXPECT_TRUE(exchange.has_answer());
    co_return;
  });
}

TEST(ClientExchange, GivesTheConnectionBackWithTheBodysLastByte) {
  exchange_with("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                [](ClientExchange& exchange, const Result<>& done, ClientPool& pool) -> Task<> {
                  EXPECT_TRUE(done);
                  EXPECT_EQ(pool.at("http://h:80").idle.size(), 1U);
                  EXPECT_EQ(*co_await exchange.read(), "ok");
                  EXPECT_EQ(*co_await exchange.read(), "");
                  EXPECT_EQ(*co_await exchange.read(), "");
                });
}

TEST(ClientExchange, GivesWithoutWaitingWhatIsThere) {
  exchange_with("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                [](ClientExchange& exchange, const Result<>& done, ClientPool&) -> Task<> {
                  EXPECT_TRUE(done);
                  EXPECT_EQ(**exchange.try_read_all(2), "ok");
                  EXPECT_EQ(**exchange.try_read(), "");
                  co_return;
                });
  exchange_with("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                [](ClientExchange& exchange, const Result<>&, ClientPool&) -> Task<> {
                  EXPECT_EQ(exchange.try_read_all(1)->error().code, Errc::too_large);
                  co_return;
                });
  exchange_with("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut",
                [](ClientExchange& exchange, const Result<>&, ClientPool&) -> Task<> {
                  EXPECT_FALSE(exchange.try_read_all(9));
                  EXPECT_EQ(**exchange.try_read(), "cut");
                  // Only `read` can tell that the end has come too soon.
                  EXPECT_FALSE(exchange.try_read());
                  EXPECT_EQ((co_await exchange.read()).error().code, Errc::upstream_failed);
                  EXPECT_EQ(exchange.try_read()->error().code, Errc::upstream_failed);
                  EXPECT_EQ(exchange.try_read_all(9)->error().code, Errc::upstream_failed);
                });
}

TEST(ClientExchange, RepeatsAnErrorForEver) {
  exchange_with("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut",
                [](ClientExchange& exchange, const Result<>& done, ClientPool& pool) -> Task<> {
                  EXPECT_TRUE(done);
                  EXPECT_EQ(*co_await exchange.read(), "cut");
                  for (int round = 0; round < 3; ++round) {
                    EXPECT_EQ((co_await exchange.read()).error().code, Errc::upstream_failed);
                  }
                  EXPECT_EQ(pool.at("http://h:80").idle.size(), 0U);
                });
}

// A server that refuses a body answers and closes; the answer is good, the connection is not.
TEST(ClientExchange, KeepsNoConnectionThatTookOnlyPartOfTheRequest) {
  testkit::run([](async::Loop& loop) -> Task<> {
    auto [ours, theirs] = async::memory_pair(loop);
    const std::array<std::string_view, 1> pieces{
        "HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno"};
    EXPECT_TRUE(co_await theirs->write(pieces));
    theirs.reset();
    const auto pool = std::make_shared<ClientPool>(loop, ClientConfig{});
    auto& origin = pool->at("http://h:80");
    ClientExchange exchange(pool, origin, *origin.gate.try_enter());
    const RequestTemplate form("POST", *Url::parse("http://h/"), {});
    const SettledRequest request{.form = &form, .body = "question"};
    EXPECT_TRUE(co_await exchange.run(request, std::move(ours)));
    EXPECT_EQ(exchange.head().status, 413);
    EXPECT_EQ(*co_await exchange.read_all(10), "no");
    EXPECT_EQ(pool->at("http://h:80").idle.size(), 0U);
  });
}

}  // namespace
}  // namespace quorum::http
