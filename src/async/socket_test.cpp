#include "async/socket.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>
#include <vector>

#include "async/combine.hpp"
#include "async/scope.hpp"
#include "testkit/run.hpp"

namespace quorum::async {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Stream = std::unique_ptr<ByteStream>;

Address loopback() { return *Address::numeric("127.0.0.1", 0); }

struct Joined {
  std::unique_ptr<Listener> listener;
  Stream client;
  Stream server;
};

Task<Joined> join_over(Loop& loop, Address address) {
  Joined joined;
  joined.listener = *Listener::listen(loop, address);
  joined.client = *co_await connect(loop, joined.listener->local(), TimePoint::max());
  joined.server = std::move((co_await joined.listener->accept())->stream);
  co_return joined;
}

Task<bool> write_text(ByteStream* stream, std::string text) {
  const std::string_view piece = text;
  co_return (co_await stream->write({&piece, 1})).has_value();
}

/// Up to the end of the stream; an error is appended by its code.
Task<std::string> read_all(ByteStream* stream) {
  std::string all;
  std::array<char, 1000> buffer;
  for (;;) {
    const auto size = co_await stream->read(buffer);
    if (!size) co_return all + "|" + std::string(name(size.error().code));
    if (*size == 0) co_return all;
    all.append(buffer.data(), *size);
  }
}

Task<> loop_turns(Loop& loop, int turns) {
  for (int i = 0; i < turns; ++i) co_await loop.sleep(milliseconds(1));
}

TEST(Socket, ResetsOnCloseWhereItIsTold) {
  auto main = [](Loop& loop) -> Task<std::string> {
    auto [listener, client, server] = co_await join_over(loop, loopback());
    server->reset_on_close();
    server.reset();
    co_return co_await read_all(client.get());
  };
  EXPECT_EQ(testkit::run_for_real(main), "|unavailable");
}

TEST(Socket, TakesNoResetForAnEndHoweverItIsAwaited) {
  auto main = [](Loop& loop) -> Task<std::string> {
    auto [listener, client, server] = co_await join_over(loop, loopback());
    EXPECT_TRUE(co_await write_text(server.get(), "full"));
    std::array<char, 4> buffer;
    EXPECT_EQ(*co_await client->read(buffer), 4U);
    server->reset_on_close();
    server.reset();
    co_await client->peer_gone();
    if (!co_await client->readable()) co_return "an error";
    co_return co_await read_all(client.get());
  };
  EXPECT_EQ(testkit::run_for_real(main), "an error");
}

TEST(Socket, SaysWhoConnected) {
  auto main = [](Loop& loop) -> Task<std::string> {
    auto listener = *Listener::listen(loop, loopback());
    auto client = *co_await connect(loop, listener->local(), TimePoint::max());
    const auto accepted = co_await listener->accept();
    EXPECT_NE(accepted->peer.port(), 0);
    EXPECT_NE(accepted->peer.port(), listener->local().port());
    co_return accepted->peer.text();
  };
  EXPECT_TRUE(testkit::run_for_real(main).starts_with("127.0.0.1:"));
}

TEST(Socket, CarriesBytesBothWaysAndTheEndOfEachHalf) {
  auto main = [](Loop& loop) -> Task<std::string> {
    auto [listener, client, server] = co_await join_over(loop, loopback());
    EXPECT_TRUE(co_await write_text(client.get(), "question"));
    EXPECT_TRUE((co_await client->finish()).has_value());
    const std::string question = co_await read_all(server.get());
    EXPECT_TRUE(co_await write_text(server.get(), "answer to " + question));
    server.reset();
    co_return co_await read_all(client.get());
  };
  EXPECT_EQ(testkit::run_for_real(main), "answer to question");
}

TEST(Socket, SpeaksIpv6AndUnixPathsToo) {
  auto main = [](Loop& loop, Address address) -> Task<std::string> {
    auto [listener, client, server] = co_await join_over(loop, address);
    EXPECT_TRUE(co_await write_text(client.get(), "hello"));
    client.reset();
    co_return co_await read_all(server.get());
  };
  const std::string path = "/tmp/quorum_socket_test_" + std::to_string(::getpid());
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(
        testkit::run_for_real([&](Loop& loop) { return main(loop, *Address::unix_path(path)); }),
        "hello");
    EXPECT_NE(::access(path.c_str(), F_OK), 0) << "the listener leaves its file behind";
  }
  EXPECT_EQ(
      testkit::run_for_real([&](Loop& loop) { return main(loop, *Address::numeric("::1", 0)); }),
      "hello");
}

TEST(Socket, ReplacesAUnixSocketThatNobodyListensOnAndNoOther) {
  auto main = [](Loop& loop) -> Task<> {
    const auto address =
        *Address::unix_path("/tmp/quorum_socket_stale_" + std::to_string(::getpid()));
    const Fd killed(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    EXPECT_EQ(::bind(killed.get(), address.raw(), address.size()), 0);
    const auto listener = Listener::listen(loop, address);
    EXPECT_TRUE(listener.has_value());
    EXPECT_EQ(Listener::listen(loop, address).error().code, Errc::unavailable);
    co_return;
  };
  testkit::run_for_real(main);
}

TEST(Socket, WritesMoreThanTheSystemTakesAtOnceInManyPieces) {
  auto main = [](Loop& loop) -> Task<bool> {
    auto [listener, client, server] = co_await join_over(loop, loopback());
    std::string expected;
    std::vector<std::string> parts;
    for (int i = 0; i < 300; ++i) {
      parts.push_back(
          std::string(static_cast<std::size_t>(i) * 200, static_cast<char>('a' + i % 26)));
      expected += parts.back();
    }
    Scope scope(loop);
    auto write = [](ByteStream* stream, const std::vector<std::string>* from) -> Task<> {
      const std::vector<std::string_view> pieces(from->begin(), from->end());
      EXPECT_TRUE((co_await stream->write(pieces)).has_value());
      EXPECT_TRUE((co_await stream->finish()).has_value());
    };
    scope.spawn(write(client.get(), &parts));
    co_return co_await read_all(server.get()) == expected;
  };
  EXPECT_TRUE(testkit::run_for_real(main));
}

TEST(Socket, GivesUpAReadAtTheDeadlineAndReadsOnAfterANewOne) {
  auto main = [](Loop& loop) -> Task<std::string> {
    auto [listener, client, server] = co_await join_over(loop, loopback());
    server->set_deadline(loop.now() + milliseconds(2));
    EXPECT_EQ(co_await read_all(server.get()), "|deadline_exceeded");
    server->set_deadline(TimePoint::max());
    EXPECT_TRUE(co_await write_text(client.get(), "late"));
    client.reset();
    co_return co_await read_all(server.get());
  };
  EXPECT_EQ(testkit::run_for_real(main), "late");
}

TEST(Socket, GivesUpAWriteThatNobodyReads) {
  auto main = [](Loop& loop) -> Task<Errc> {
    auto [listener, client, server] = co_await join_over(loop, loopback());
    client->set_deadline(loop.now() + milliseconds(5));
    const std::string much(32 << 20, 'x');
    const std::string_view piece = much;
    const auto written = co_await client->write({&piece, 1});
    co_return written ? Errc::internal : written.error().code;
  };
  EXPECT_EQ(testkit::run_for_real(main), Errc::deadline_exceeded);
}

TEST(Socket, TellsThatThePeerHasGoneWithoutReading) {
  auto main = [](Loop& loop) -> Task<std::string> {
    auto [listener, client, server] = co_await join_over(loop, loopback());
    EXPECT_TRUE(co_await write_text(client.get(), "unread"));
    client.reset();
    co_await server->peer_gone();
    co_return co_await read_all(server.get());
  };
  EXPECT_EQ(testkit::run_for_real(main), "unread");
}

TEST(Socket, IsReadableOnlyWhenThereIsSomething) {
  auto main = [](Loop& loop) -> Task<int> {
    auto [listener, client, server] = co_await join_over(loop, loopback());
    std::array<char, 4> buffer;
    EXPECT_TRUE(co_await write_text(client.get(), "full"));
    EXPECT_TRUE((co_await server->readable()).has_value());
    EXPECT_EQ(*co_await server->read(buffer), 4U);
    auto waited = co_await race(server->readable(), loop_turns(loop, 5));
    EXPECT_EQ(waited.index(), 1U) << "the buffer was filled exactly, and nothing is left";
    EXPECT_TRUE(co_await write_text(client.get(), "full"));
    EXPECT_EQ(*co_await server->read(buffer), 4U);
    client.reset();
    EXPECT_TRUE((co_await server->readable()).has_value());
    co_return static_cast<int>(*co_await server->read(buffer));
  };
  EXPECT_EQ(testkit::run_for_real(main), 0);
}

TEST(Socket, RefusedConnectionsAreUnavailable) {
  auto main = [](Loop& loop) -> Task<Errc> {
    auto listener = *Listener::listen(loop, loopback());
    const Address address = listener->local();
    listener.reset();
    co_return (co_await connect(loop, address, TimePoint::max())).error().code;
  };
  EXPECT_EQ(testkit::run_for_real(main), Errc::unavailable);
}

TEST(Socket, HandsOutTcpNodelay) {
  auto main = [](Loop& loop) -> Task<> {
    const auto listener = *Listener::listen(loop, loopback());
    const Fd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const Address& to = listener->local();
    EXPECT_EQ(::connect(client.get(), to.raw(), to.size()), 0);
    const auto server = std::move((co_await listener->accept())->stream);
    // The newest descriptor is the accepted one's.
    const Fd next(::dup(client.get()));
    int value = 0;
    socklen_t size = sizeof value;
    ::getsockopt(next.get() - 1, IPPROTO_TCP, TCP_NODELAY, &value, &size);
    EXPECT_NE(value, 0);
  };
  testkit::run_for_real(main);
}

TEST(Socket, SharesAPortBetweenListeners) {
  auto main = [](Loop& loop) -> Task<> {
    const auto first = *Listener::listen(loop, loopback(), Sharing::shared);
    EXPECT_TRUE(Listener::listen(loop, first->local(), Sharing::shared).has_value());
    EXPECT_FALSE(Listener::listen(loop, first->local(), Sharing::exclusive).has_value());
    co_return;
  };
  testkit::run_for_real(main);
}

TEST(Socket, AcceptsAgainWhenDescriptorsAreFreeAgain) {
  auto main = [](Loop& loop) -> Task<bool> {
    const auto listener = *Listener::listen(loop, loopback());
    auto client = *co_await connect(loop, listener->local(), TimePoint::max());
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    const Fd last(::dup(0));
    const rlimit none{.rlim_cur = static_cast<rlim_t>(last.get()), .rlim_max = before.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &none);
    auto accepted = co_await race(
        listener->accept(), [](Loop& on) -> Task<> { co_await on.sleep(milliseconds(50)); }(loop));
    EXPECT_EQ(accepted.index(), 1U);
    ::setrlimit(RLIMIT_NOFILE, &before);
    co_return (co_await listener->accept()).has_value();
  };
  EXPECT_TRUE(testkit::run_for_real(main));
}

}  // namespace
}  // namespace quorum::async
