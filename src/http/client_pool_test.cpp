#include "http/client_pool.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "async/memory_stream.hpp"
#include "testkit/run.hpp"

namespace quorum::http {
namespace {

using namespace std::chrono_literals;

TEST(ClientPool, GivesTheConnectionUsedLast) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientPool pool(loop, {});
    auto [first, first_end] = async::memory_pair(loop);
    auto [second, second_end] = async::memory_pair(loop);
    const auto* const last = second.get();
    pool.keep(pool.at("http://h:80"), std::move(first));
    pool.keep(pool.at("http://h:80"), std::move(second));
    EXPECT_EQ((co_await pool.take(&pool.at("http://other:80"))), nullptr);
    const auto taken = co_await pool.take(&pool.at("http://h:80"));
    EXPECT_EQ(taken.get(), last);
    EXPECT_EQ(pool.at("http://h:80").idle.size(), 1U);
  });
}

TEST(ClientPool, PassesOverWhatTheOtherSideHasClosed) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientPool pool(loop, {});
    auto [alive, alive_end] = async::memory_pair(loop);
    auto [dead, dead_end] = async::memory_pair(loop);
    const auto* const expected = alive.get();
    pool.keep(pool.at("http://h:80"), std::move(alive));
    pool.keep(pool.at("http://h:80"), std::move(dead));
    dead_end.reset();
    const auto taken = co_await pool.take(&pool.at("http://h:80"));
    EXPECT_EQ(taken.get(), expected);
    EXPECT_EQ(co_await pool.take(&pool.at("http://h:80")), nullptr);
  });
}

TEST(ClientPool, PassesOverWhatSpokeUnasked) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientPool pool(loop, {});
    auto [ours, theirs] = async::memory_pair(loop);
    pool.keep(pool.at("http://h:80"), std::move(ours));
    const std::array<std::string_view, 1> pieces{"HTTP/1.1 200 OK\r\n\r\n"};
    EXPECT_TRUE(co_await theirs->write(pieces));
    EXPECT_EQ(co_await pool.take(&pool.at("http://h:80")), nullptr);
  });
}

TEST(ClientPool, DropsTheOldestBeyondItsBounds) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientPool pool(loop, {.idle_per_origin_max = 1, .idle_wait_max = 10s});
    auto [first, first_end] = async::memory_pair(loop);
    auto [second, second_end] = async::memory_pair(loop);
    pool.keep(pool.at("http://h:80"), std::move(first));
    pool.keep(pool.at("http://h:80"), std::move(second));
    co_await first_end->peer_gone();
    co_await loop.sleep(9s);
    EXPECT_EQ(pool.at("http://h:80").idle.size(), 1U);
    co_await loop.sleep(1001ms);
    EXPECT_EQ(pool.at("http://h:80").idle.size(), 0U);
    co_await second_end->peer_gone();
  });
}

// A deadline left from the last answer must not make an idle connection look dead.
TEST(ClientPool, ForgetsTheDeadlineOfTheLastAnswer) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientPool pool(loop, {});
    auto [ours, theirs] = async::memory_pair(loop);
    ours->set_deadline(loop.now() + 1s);
    pool.keep(pool.at("http://h:80"), std::move(ours));
    co_await loop.sleep(2s);
    EXPECT_NE(co_await pool.take(&pool.at("http://h:80")), nullptr);
  });
}

TEST(ClientPool, OriginsDoNotStandInEachOthersWay) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientPool pool(loop, {.connections_per_origin_max = 1});
    const auto one = pool.at("http://one:80").gate.try_enter();
    EXPECT_TRUE(one);
    EXPECT_FALSE(pool.at("http://one:80").gate.try_enter());
    EXPECT_TRUE(pool.at("http://other:80").gate.try_enter());
    co_return;
  });
}

TEST(ClientPool, RemembersNoOriginsThatNobodyUses) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientPool pool(loop, {.connections_per_origin_max = 1});
    auto& used = pool.at("http://used:80");
    const auto place = used.gate.try_enter();
    auto [ours, theirs] = async::memory_pair(loop);
    pool.keep(pool.at("http://kept:80"), std::move(ours));
    for (int i = 0; i < 1000; ++i) (void)pool.at("http://h" + std::to_string(i) + ":80");
    EXPECT_LE(pool.origins(), 64U);
    EXPECT_EQ(&pool.at("http://used:80"), &used);
    EXPECT_EQ(pool.at("http://kept:80").idle.size(), 1U);
    co_return;
  });
}

}  // namespace
}  // namespace quorum::http
