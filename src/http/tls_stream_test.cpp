#include "http/tls_stream.hpp"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "async/loop.hpp"
#include "async/memory_stream.hpp"
#include "async/scope.hpp"
#include "http/tls.hpp"
#include "http/tls_fixture.hpp"
#include "testkit/run.hpp"

namespace quorum::http {
namespace {

using Stream = std::unique_ptr<async::ByteStream>;

struct Pair {
  Stream server;
  Stream client;
};

Task<> keep(Task<Result<Stream>> task, Stream* stream) {
  auto made = co_await std::move(task);
  EXPECT_TRUE(made);
  if (made) *stream = std::move(*made);
}

Task<Pair> shake_hands(async::Loop* loop, Tls* server, Tls* client) {
  auto [left, right] = async::memory_pair(*loop);
  Pair pair;
  async::Scope scope(*loop);
  scope.spawn(keep(server->accept(std::move(left)), &pair.server));
  scope.spawn(keep(client->connect(std::move(right), "localhost"), &pair.client));
  co_await scope.join();
  co_return pair;
}

Task<> send(async::ByteStream* stream, std::string_view bytes) {
  const std::array<std::string_view, 3> pieces{bytes.substr(0, 2), "", bytes.substr(2)};
  EXPECT_TRUE(co_await stream->write(pieces));
}

Task<std::string> receive(async::ByteStream* stream, std::size_t size) {
  std::string text(size, '\0');
  EXPECT_TRUE(co_await stream->readable());
  const auto read = co_await stream->read(text);
  EXPECT_TRUE(read);
  text.resize(read.value_or(0));
  co_return text;
}

class TlsStreamTest : public testing::Test {
 protected:
  Certificate files_;
  std::unique_ptr<Tls> server_ = *Tls::server(files_.certificate(), files_.key());
  std::unique_ptr<Tls> client_ = *Tls::client(Tls::Verify::yes, files_.certificate());
};

TEST_F(TlsStreamTest, KeepsWhatArrivedApartFromOtherStreamsOfTheSameKeys) {
  testkit::run([this](async::Loop& loop) -> Task<> {
    auto one = co_await shake_hands(&loop, server_.get(), client_.get());
    auto two = co_await shake_hands(&loop, server_.get(), client_.get());
    // Two records lie there for each; only one is taken before the other stream reads.
    for (auto* client : {one.client.get(), two.client.get()}) {
      co_await send(client, client == one.client.get() ? "first of one" : "first of two");
      co_await send(client, client == one.client.get() ? "second of one" : "second of two");
    }
    EXPECT_EQ(co_await receive(one.server.get(), 5), "first");
    EXPECT_EQ(co_await receive(two.server.get(), 5), "first");
    EXPECT_EQ(co_await receive(one.server.get(), 7), " of one");
    EXPECT_EQ(co_await receive(two.server.get(), 100), " of twosecond of two");
    EXPECT_EQ(co_await receive(one.server.get(), 100), "second of one");
  });
}

TEST_F(TlsStreamTest, ReadsWithoutWaitingWhatIsThere) {
  testkit::run([this](async::Loop& loop) -> Task<> {
    auto pair = co_await shake_hands(&loop, server_.get(), client_.get());
    std::array<char, 10> buffer;
    EXPECT_FALSE(pair.server->try_read(buffer));
    co_await send(pair.client.get(), "bytes");
    EXPECT_TRUE(co_await pair.server->readable());
    const auto size = pair.server->try_read(buffer);
    EXPECT_EQ(std::string_view(buffer.data(), size ? size->value_or(0) : 0), "bytes");
    EXPECT_FALSE(pair.server->try_read(buffer));

    EXPECT_TRUE(co_await pair.client->finish());
    EXPECT_TRUE(co_await pair.server->readable());
    const auto end = pair.server->try_read(buffer);
    EXPECT_TRUE(end && *end && **end == 0);
  });
}

TEST_F(TlsStreamTest, CarriesMoreThanIsSentAtOnce) {
  testkit::run([this](async::Loop& loop) -> Task<> {
    auto pair = co_await shake_hands(&loop, server_.get(), client_.get());
    std::string sent(300'000, 'x');
    for (std::size_t i = 0; i < sent.size(); i += 7) sent[i] = static_cast<char>('a' + i % 26);
    async::Scope scope(loop);
    scope.spawn(send(pair.client.get(), sent));
    std::string arrived;
    while (arrived.size() < sent.size()) arrived += co_await receive(pair.server.get(), 50'000);
    EXPECT_TRUE(arrived == sent);
  });
}

TEST_F(TlsStreamTest, TellsAnEndThatWasNotAnnounced) {
  testkit::run([this](async::Loop& loop) -> Task<> {
    auto [left, right] = async::memory_pair(loop);
    Stream server;
    async::Scope scope(loop);
    scope.spawn(keep(server_->accept(std::move(left)), &server));
    Stream client;
    co_await keep(client_->connect(std::move(right), "localhost"), &client);
    co_await scope.join();
    client.reset();
    const auto ready = co_await server->readable();
    EXPECT_FALSE(ready);
    EXPECT_EQ(ready.error().detail, "closed without close_notify");
    std::array<char, 10> buffer;
    EXPECT_EQ((co_await server->read(buffer)).error().detail, "closed without close_notify");
  });
}

}  // namespace
}  // namespace quorum::http
