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

const std::string kOrigin = "http://h:80";

TEST(ClientPool, GivesTheConnectionUsedLast) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientPool pool(loop, {});
    auto [first, first_end] = async::memory_pair(loop);
    auto [second, second_end] = async::memory_pair(loop);
    const auto* const last = second.get();
    pool.keep(kOrigin, std::move(first));
    pool.keep(kOrigin, std::move(second));
    EXPECT_EQ((co_await pool.take("http://other:80")), nullptr);
    const auto taken = co_await pool.take(kOrigin);
    EXPECT_EQ(taken.get(), last);
    EXPECT_EQ(pool.idle_count(kOrigin), 1U);
  });
}

TEST(ClientPool, PassesOverWhatTheOtherSideHasClosed) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientPool pool(loop, {});
    auto [alive, alive_end] = async::memory_pair(loop);
    auto [dead, dead_end] = async::memory_pair(loop);
    const auto* const expected = alive.get();
    pool.keep(kOrigin, std::move(alive));
    pool.keep(kOrigin, std::move(dead));
    dead_end.reset();
    const auto taken = co_await pool.take(kOrigin);
    EXPECT_EQ(taken.get(), expected);
    EXPECT_EQ(co_await pool.take(kOrigin), nullptr);
  });
}

TEST(ClientPool, PassesOverWhatSpokeUnasked) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientPool pool(loop, {});
    auto [ours, theirs] = async::memory_pair(loop);
    pool.keep(kOrigin, std::move(ours));
    const std::array<std::string_view, 1> pieces{"HTTP/1.1 200 OK\r\n\r\n"};
    EXPECT_TRUE(co_await theirs->write(pieces));
    EXPECT_EQ(co_await pool.take(kOrigin), nullptr);
  });
}

TEST(ClientPool, DropsTheOldestBeyondItsBounds) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientPool pool(loop, {.idle_per_origin_max = 1, .idle_wait_max = 10s});
    auto [first, first_end] = async::memory_pair(loop);
    auto [second, second_end] = async::memory_pair(loop);
    pool.keep(kOrigin, std::move(first));
    pool.keep(kOrigin, std::move(second));
    co_await first_end->peer_gone();
    co_await loop.sleep(9s);
    EXPECT_EQ(pool.idle_count(kOrigin), 1U);
    co_await loop.sleep(1001ms);
    EXPECT_EQ(pool.idle_count(kOrigin), 0U);
    co_await second_end->peer_gone();
  });
}

// A deadline left from the last answer must not make an idle connection look dead.
TEST(ClientPool, ForgetsTheDeadlineOfTheLastAnswer) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ClientPool pool(loop, {});
    auto [ours, theirs] = async::memory_pair(loop);
    ours->set_deadline(loop.now() + 1s);
    pool.keep(kOrigin, std::move(ours));
    co_await loop.sleep(2s);
    EXPECT_NE(co_await pool.take(kOrigin), nullptr);
  });
}

}  // namespace
}  // namespace quorum::http
