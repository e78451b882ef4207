#include "async/dial/resolver.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "async/combine.hpp"
#include "async/dial/scripted_names.hpp"
#include "testkit/run.hpp"

namespace quorum::dial {
namespace {

using namespace std::chrono_literals;

std::string text(const Result<Resolver::Addresses>& found) {
  if (!found) return found.error().reason;
  std::string all;
  for (const auto& address : *found) all += address.text() + " ";
  return all;
}

TEST(PlainName, IsWithoutCaseAndLastDot) {
  EXPECT_EQ(*plain_name("API.Example.COM."), "api.example.com");
  EXPECT_EQ(plain_name(".").error().code, Errc::invalid_request);
  EXPECT_EQ(plain_name("").error().code, Errc::invalid_request);
  EXPECT_FALSE(plain_name(std::string("a\0b", 3)));
  EXPECT_FALSE(plain_name("a b"));
  EXPECT_TRUE(plain_name(std::string(253, 'a')));
  EXPECT_FALSE(plain_name(std::string(254, 'a')));
}

TEST(Resolver, KnowsThisMachineAndNothingWithoutAsking) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ScriptedNames names(loop);
    Resolver resolver(loop, names);
    for (const auto* host : {"localhost", "quorum.localhost"}) {
      EXPECT_EQ(text(co_await resolver.resolve(host, Family::v4)), "127.0.0.1:0 ") << host;
      EXPECT_EQ(text(co_await resolver.resolve(host, Family::v6)), "[::1]:0 ") << host;
    }
    EXPECT_EQ(text(co_await resolver.resolve("no-such-host.invalid", Family::v4)), "");
    EXPECT_EQ(names.asked, 0);
    (void)co_await resolver.resolve("notlocalhost", Family::v4);
    EXPECT_EQ(names.asked, 1);
  });
}

TEST(Resolver, AsksOnceHoweverManyWait) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ScriptedNames names(loop);
    names.scripts[{"a.example", Family::v4}] = {.addresses = {"192.0.2.1"}, .after = 100ms};
    Resolver resolver(loop, names);
    std::vector<Task<Result<Resolver::Addresses>>> waiting;
    for (int i = 0; i < 100; ++i) waiting.push_back(resolver.resolve("a.example", Family::v4));
    const auto found = co_await async::all(loop, std::move(waiting));
    for (const auto& each : found) EXPECT_EQ(text(each), "192.0.2.1:0 ");
    EXPECT_EQ(names.asked, 1);
  });
}

TEST(Resolver, AsksAgainOnlyOnceTheAnswerIsOld) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ScriptedNames names(loop);
    auto& script = names.scripts[{"a.example", Family::v4}];
    script = {.addresses = {"192.0.2.1"}, .ttl = 20s};
    Resolver resolver(loop, names);
    EXPECT_EQ(text(co_await resolver.resolve("a.example", Family::v4)), "192.0.2.1:0 ");
    script.addresses = {"192.0.2.2"};
    co_await loop.sleep(19s);
    EXPECT_EQ(text(co_await resolver.resolve("a.example", Family::v4)), "192.0.2.1:0 ");
    co_await loop.sleep(1s);
    EXPECT_EQ(text(co_await resolver.resolve("a.example", Family::v4)), "192.0.2.2:0 ");
    EXPECT_EQ(names.asked, 2);
  });
}

TEST(Resolver, RemembersThatThereIsNoSuchName) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ScriptedNames names(loop);
    Resolver resolver(loop, names);
    EXPECT_EQ(text(co_await resolver.resolve("none.example", Family::v6)), "");
    EXPECT_EQ(text(co_await resolver.resolve("none.example", Family::v6)), "");
    EXPECT_EQ(names.asked, 1);
    co_await loop.sleep(10s);
    (void)co_await resolver.resolve("none.example", Family::v6);
    EXPECT_EQ(names.asked, 2);
  });
}

TEST(Resolver, WhoLeavesTakesNoAnswerFromTheOthers) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ScriptedNames names(loop);
    names.scripts[{"a.example", Family::v4}] = {.addresses = {"192.0.2.1"}, .after = 100ms};
    Resolver resolver(loop, names);
    auto impatient = resolver.resolve("a.example", Family::v4);
    const auto left = co_await async::with_deadline(loop, loop.now() + 10ms, std::move(impatient));
    EXPECT_EQ(left.error().code, Errc::deadline_exceeded);
    EXPECT_EQ(text(co_await resolver.resolve("a.example", Family::v4)), "192.0.2.1:0 ");
    EXPECT_EQ(names.asked, 1);
  });
}

TEST(Resolver, UsesOldAddressesWhileNobodyCanBeAsked) {
  testkit::run([](async::Loop& loop) -> Task<> {
    ScriptedNames names(loop);
    auto& script = names.scripts[{"a.example", Family::v4}];
    script.is_down = true;
    Resolver resolver(loop, names);
    EXPECT_EQ(text(co_await resolver.resolve("a.example", Family::v4)), "no_name_server");
    script = {.addresses = {"192.0.2.1"}, .ttl = 20s};
    EXPECT_EQ(text(co_await resolver.resolve("a.example", Family::v4)), "192.0.2.1:0 ");
    script.is_down = true;
    co_await loop.sleep(21s);
    EXPECT_EQ(text(co_await resolver.resolve("a.example", Family::v4)), "192.0.2.1:0 ");
    co_await loop.sleep(3620s);
    EXPECT_EQ(text(co_await resolver.resolve("a.example", Family::v4)), "no_name_server");
  });
}

}  // namespace
}  // namespace quorum::dial
