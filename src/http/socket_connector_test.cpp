#include "http/socket_connector.hpp"

#include <gtest/gtest.h>

#include <string>

#include "async/socket.hpp"
#include "testkit/run.hpp"

namespace quorum::http {
namespace {

Errc failure(std::string url) {
  return testkit::run_for_real([&](async::Loop& loop) -> Task<Errc> {
    SocketConnector connector(loop, {});
    auto parsed = *Url::parse(url);
    const auto stream = co_await connector.connect(std::move(parsed), TimePoint::max());
    EXPECT_FALSE(stream) << url;
    EXPECT_EQ(stream.error().message.find("127.0.0.1"), std::string::npos);
    co_return stream.error().code;
  });
}

TEST(SocketConnector, SaysThatNobodyIsThere) {
  EXPECT_EQ(failure("http://127.0.0.1:1/"), Errc::unavailable);
  EXPECT_EQ(failure("https://127.0.0.1:1/"), Errc::unavailable);
  EXPECT_EQ(failure("unix:/nowhere/at/all"), Errc::unavailable);
  EXPECT_EQ(failure("http://no-such-host.invalid/"), Errc::unavailable);
}

TEST(SocketConnector, FindsAHostByItsName) {
  testkit::run_for_real([](async::Loop& loop) -> Task<> {
    const auto address = *async::Address::numeric("127.0.0.1", 0);
    const auto listener = *async::Listener::listen(loop, address);
    SocketConnector connector(loop, {});
    auto url = *Url::parse("http://localhost:" + std::to_string(listener->local().port()));
    EXPECT_TRUE(co_await connector.connect(std::move(url), TimePoint::max()));
  });
}

TEST(SocketConnector, NeedsTrustThatCanBeRead) {
  testkit::run_for_real([](async::Loop& loop) -> Task<> {
    SocketConnector connector(loop, {.ca_file = "/nowhere.pem"});
    auto url = *Url::parse("https://127.0.0.1:1/");
    const auto stream = co_await connector.connect(std::move(url), TimePoint::max());
    EXPECT_NE(stream.error().message.find("/nowhere.pem"), std::string::npos);
  });
}

}  // namespace
}  // namespace quorum::http
