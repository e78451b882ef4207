#include "async/resolve.hpp"

#include <gtest/gtest.h>

#include <string>

#include "async/socket.hpp"
#include "testkit/run.hpp"

namespace quorum::async {
namespace {

TEST(Resolve, NumbersNeedNoThread) {
  auto main = [](Loop& loop) -> Task<std::string> {
    Offload none({.threads = 0, .queue_max = 0});
    const auto v4 = co_await resolve(none, loop, "127.0.0.1", 80);
    const auto v6 = co_await resolve(none, loop, "[::1]", 443);
    co_return v4->front().text() + " " + v6->front().text();
  };
  EXPECT_EQ(testkit::run(main), "127.0.0.1:80 [::1]:443");
}

TEST(Resolve, SaysThatANameIsNotKnown) {
  auto main = [](Loop& loop) -> Task<Error> {
    Offload offload({.threads = 1});
    co_return (co_await resolve(offload, loop, "no-such-host.invalid", 80)).error();
  };
  const Error error = testkit::run(main);
  EXPECT_EQ(error.code, Errc::unavailable);
  EXPECT_EQ(error.reason, "cannot_resolve");
}

TEST(Resolve, RefusesNamesThatCanBeNone) {
  auto main = [](Loop& loop, std::string host) -> Task<Errc> {
    Offload none({.threads = 0, .queue_max = 0});
    co_return (co_await resolve(none, loop, host, 80)).error().code;
  };
  EXPECT_EQ(testkit::run([&](Loop& loop) { return main(loop, ""); }), Errc::invalid_request);
  EXPECT_EQ(testkit::run([&](Loop& loop) { return main(loop, std::string("a\0b", 3)); }),
            Errc::invalid_request);
}

TEST(ConnectHost, TriesTheNextAddressWhereOneRefuses) {
  auto main = [](Loop& loop) -> Task<bool> {
    Offload offload({.threads = 1});
    // `localhost` may be ::1 first; only 127.0.0.1 listens.
    const auto listener = *Listener::listen(loop, *Address::numeric("127.0.0.1", 0));
    const auto port = listener->local().port();
    const auto deadline = loop.now() + std::chrono::seconds(30);
    co_return (co_await connect_host(offload, loop, "localhost", port, deadline)).has_value();
  };
  EXPECT_TRUE(testkit::run_for_real(main));
}

}  // namespace
}  // namespace quorum::async
