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

TEST(Resolve, KnowsThisMachineWithoutAsking) {
  auto main = [](Loop& loop, std::string host) -> Task<std::vector<std::string>> {
    Offload none({.threads = 0, .queue_max = 0});
    std::vector<std::string> texts;
    for (const auto& address : *co_await resolve(none, loop, host, 80)) {
      texts.push_back(address.text());
    }
    co_return texts;
  };
  const std::vector<std::string> here{"127.0.0.1:80", "[::1]:80"};
  for (const auto* host : {"localhost", "LOCALHOST", "localhost.", "quorum.localhost"}) {
    EXPECT_EQ(testkit::run([&](Loop& loop) { return main(loop, host); }), here) << host;
  }
}

TEST(ConnectHost, TriesTheNextAddressWhereOneRefuses) {
  enum class Outcome : std::uint8_t { connected, failed, no_ipv6 };
  auto main = [](Loop& loop) -> Task<Outcome> {
    Offload offload({.threads = 1});
    // `localhost` is 127.0.0.1 first; only ::1 listens.
    const auto listener = Listener::listen(loop, *Address::numeric("::1", 0));
    if (!listener) co_return Outcome::no_ipv6;
    const auto port = (*listener)->local().port();
    const auto deadline = loop.now() + std::chrono::seconds(30);
    const auto connected = co_await connect_host(offload, loop, "localhost", port, deadline);
    co_return connected ? Outcome::connected : Outcome::failed;
  };
  const auto outcome = testkit::run_for_real(main);
  if (outcome == Outcome::no_ipv6) GTEST_SKIP() << "this machine has no IPv6";
  EXPECT_EQ(outcome, Outcome::connected);
}

}  // namespace
}  // namespace quorum::async
