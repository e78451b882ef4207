#include "async/dial/dialer.hpp"

#include <gtest/gtest.h>

#include <string>

#include "async/dial/scripted_names.hpp"
#include "async/socket.hpp"
#include "testkit/run.hpp"

namespace quorum::dial {
namespace {

using async::Address;
using async::Listener;
using namespace std::chrono_literals;

TEST(Dialer, ReachesNumbersAndThisMachineWithoutNames) {
  testkit::run_for_real([](async::Loop& loop) -> Task<> {
    ScriptedNames names(loop);
    Dialer dialer(loop, names);
    const auto listener = *Listener::listen(loop, *Address::numeric("127.0.0.1", 0));
    const auto port = listener->local().port();
    for (const auto* host : {"127.0.0.1", "localhost", "LOCALHOST.", "quorum.localhost"}) {
      EXPECT_TRUE(co_await dialer.dial(host, port, loop.now() + 30s)) << host;
    }
    EXPECT_EQ(names.asked, 0);
  });
}

TEST(Dialer, RacesRealAddresses) {
  enum class Outcome : std::uint8_t { right, wrong, no_ipv6 };
  const auto outcome = testkit::run_for_real([](async::Loop& loop) -> Task<Outcome> {
    const auto listener = Listener::listen(loop, *Address::numeric("::1", 0));
    if (!listener) co_return Outcome::no_ipv6;
    const auto port = (*listener)->local().port();
    ScriptedNames names(loop);
    // Nobody listens on the first; who listens is found only by its other family.
    names.scripts[{"a.example", Family::v4}] = {.addresses = {"127.0.0.1"}};
    names.scripts[{"a.example", Family::v6}] = {.addresses = {"::1"}, .after = 100ms};
    Dialer dialer(loop, names);
    const auto by_name = co_await dialer.dial("a.example", port, loop.now() + 30s);
    const auto local = co_await dialer.dial("localhost", port, loop.now() + 30s);
    co_return by_name&& local ? Outcome::right : Outcome::wrong;
  });
  if (outcome == Outcome::no_ipv6) GTEST_SKIP() << "this machine has no IPv6";
  EXPECT_EQ(outcome, Outcome::right);
}

TEST(Dialer, SaysWhatIsWrong) {
  testkit::run_for_real([](async::Loop& loop) -> Task<> {
    ScriptedNames names(loop);
    Dialer dialer(loop, names);
    const auto unknown = co_await dialer.dial("none.example", 80, loop.now() + 30s);
    EXPECT_EQ(unknown.error().reason, "cannot_resolve");
    const auto refused = co_await dialer.dial("localhost", 1, loop.now() + 30s);
    EXPECT_EQ(refused.error().reason, "cannot_connect");
    EXPECT_EQ(refused.error().code, Errc::unavailable);
    const auto nameless = co_await dialer.dial("", 80, loop.now() + 30s);
    EXPECT_EQ(nameless.error().code, Errc::invalid_request);
  });
}

}  // namespace
}  // namespace quorum::dial
