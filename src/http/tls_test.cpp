#include "http/tls.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "async/combine.hpp"
#include "async/loop.hpp"
#include "async/memory_stream.hpp"
#include "async/scope.hpp"
#include "http/client.hpp"
#include "http/server.hpp"
#include "http/server_config.hpp"
#include "http/tls_fixture.hpp"
#include "testkit/run.hpp"

namespace quorum::http {
namespace {

using namespace std::chrono_literals;
using Stream = std::unique_ptr<async::ByteStream>;

struct Ends {
  Result<Stream> server;
  Result<Stream> client;
};

Task<> keep(Task<Result<Stream>> task, Result<Stream>* result) {
  *result = co_await std::move(task);
}

/// Both handshakes over a pair in memory.
Task<Ends> shake_hands(async::Loop& loop, Tls* server, Tls* client, std::string host) {
  auto [left, right] = async::memory_pair(loop);
  Ends ends;
  async::Scope scope(loop);
  scope.spawn(keep(server->accept(std::move(left)), &ends.server));
  scope.spawn(keep(client->connect(std::move(right), std::move(host)), &ends.client));
  co_await scope.join();
  co_return ends;
}

/// The protocol inside, as both ends have it.
Task<std::string> agreed(async::Loop* loop, Tls* server, Tls* client) {
  const auto ends = co_await shake_hands(*loop, server, client, "localhost");
  EXPECT_EQ((*ends.server)->agreed_protocol(), (*ends.client)->agreed_protocol());
  co_return std::string((*ends.server)->agreed_protocol());
}

Task<> send(async::ByteStream* stream, std::string bytes) {
  const std::array<std::string_view, 2> pieces{std::string_view(bytes).substr(0, 3),
                                               std::string_view(bytes).substr(3)};
  EXPECT_TRUE(co_await stream->write(pieces));
  EXPECT_TRUE(co_await stream->finish());
}

Task<std::string> receive_all(async::ByteStream* stream) {
  std::string all;
  std::array<char, 5000> buffer;
  while (true) {
    const auto size = co_await stream->read(buffer);
    if (!size) co_return all + "|" + std::string(name(size.error().code));
    if (*size == 0) co_return all;
    all.append(buffer.data(), *size);
  }
}

class TlsTest : public testing::Test {
 protected:
  Certificate files_;
  std::unique_ptr<Tls> server_ = *Tls::server(files_.certificate(), files_.key());
  std::unique_ptr<Tls> client_ = *Tls::client(Tls::Verify::yes, files_.certificate());
};

TEST_F(TlsTest, CarriesBytesBothWaysAndTheirEnds) {
  testkit::run([this](async::Loop& loop) -> Task<> {
    auto ends = co_await shake_hands(loop, server_.get(), client_.get(), "localhost");
    EXPECT_TRUE(ends.server);
    EXPECT_TRUE(ends.client);
    const std::string question(100'000, 'q');
    const std::string answer(1'000'000, 'a');
    async::Scope scope(loop);
    scope.spawn(send(ends.client->get(), question));
    scope.spawn(send(ends.server->get(), answer));
    EXPECT_EQ(co_await receive_all(ends.server->get()), question);
    EXPECT_EQ(co_await receive_all(ends.client->get()), answer);
    co_await scope.join();
  });
}

TEST_F(TlsTest, AgreesOnTheProtocolInside) {
  testkit::run([this](async::Loop& loop) -> Task<> {
    const auto server = *Tls::server(files_.certificate(), files_.key(), Tls::Inside::http2_or_1);
    const auto client =
        *Tls::client(Tls::Verify::yes, files_.certificate(), Tls::Inside::http2_or_1);
    EXPECT_EQ(co_await agreed(&loop, server.get(), client.get()), "h2");
    EXPECT_EQ(co_await agreed(&loop, server.get(), client_.get()), "http/1.1");
    EXPECT_EQ(co_await agreed(&loop, server_.get(), client.get()), "http/1.1");
    EXPECT_EQ(co_await agreed(&loop, server_.get(), client_.get()), "http/1.1");
  });
}

TEST_F(TlsTest, TellsACutFromAnEnd) {
  testkit::run([this](async::Loop& loop) -> Task<> {
    auto ends = co_await shake_hands(loop, server_.get(), client_.get(), "127.0.0.1");
    const std::array<std::string_view, 1> pieces{"begun"};
    EXPECT_TRUE(co_await (*ends.server)->write(pieces));
    ends.server->reset();
    EXPECT_EQ(co_await receive_all(ends.client->get()), "begun|unavailable");
  });
}

TEST_F(TlsTest, RefusesACertificateThatItDoesNotTrust) {
  testkit::run([this](async::Loop& loop) -> Task<> {
    const auto strict = *Tls::client(Tls::Verify::yes, "");
    const auto ends = co_await shake_hands(loop, server_.get(), strict.get(), "localhost");
    EXPECT_EQ(ends.client.error().code, Errc::unavailable);
    EXPECT_EQ(
        ends.client.error().message,
        "The server's certificate comes from nobody trusted here (SSL_CERT_FILE names whom to "
        "trust).");
    EXPECT_FALSE(ends.server);
  });
}

TEST_F(TlsTest, RefusesACertificateOfAnotherHost) {
  testkit::run([this](async::Loop& loop) -> Task<> {
    for (const std::string host : {"example.org", "127.0.0.2", "localhost.example.org"}) {
      const auto ends = co_await shake_hands(loop, server_.get(), client_.get(), host);
      EXPECT_EQ(ends.client.error().message,
                "The server's certificate is for another name than the one that was asked for.")
          << host;
    }
  });
}

TEST_F(TlsTest, RefusesACertificateThatIsOver) {
  testkit::run([](async::Loop& loop) -> Task<> {
    const Certificate over("DNS:localhost", -60);
    const auto server = *Tls::server(over.certificate(), over.key());
    const auto client = *Tls::client(Tls::Verify::yes, over.certificate());
    const auto ends = co_await shake_hands(loop, server.get(), client.get(), "localhost");
    EXPECT_EQ(ends.client.error().message, "The server's certificate has expired.");
  });
}

TEST_F(TlsTest, TakesAnyCertificateWhereToldTo) {
  testkit::run([this](async::Loop& loop) -> Task<> {
    const auto trusting = *Tls::client(Tls::Verify::no, "");
    const auto ends = co_await shake_hands(loop, server_.get(), trusting.get(), "example.org");
    EXPECT_TRUE(ends.client);
  });
}

TEST_F(TlsTest, GivesUpOnASilentOrSenselessPeer) {
  testkit::run([this](async::Loop& loop) -> Task<> {
    auto [left, right] = async::memory_pair(loop);
    left->set_deadline(loop.now() + 10s);
    const auto late = co_await server_->accept(std::move(left));
    EXPECT_EQ(late.error().code, Errc::deadline_exceeded);

    auto [ours, theirs] = async::memory_pair(loop);
    const std::array<std::string_view, 1> pieces{"GET / HTTP/1.1\r\nHost: h\r\n\r\n"};
    EXPECT_TRUE(co_await theirs->write(pieces));
    const auto refused = co_await server_->accept(std::move(ours));
    EXPECT_EQ(refused.error().code, Errc::unavailable);
  });
}

TEST_F(TlsTest, SaysWhichFileItCannotUse) {
  const auto missing = Tls::server("/nowhere.pem", files_.key());
  EXPECT_NE(missing.error().message.find("/nowhere.pem"), std::string::npos);
  const auto swapped = Tls::server(files_.certificate(), files_.certificate());
  EXPECT_NE(swapped.error().message.find("key"), std::string::npos);
  EXPECT_FALSE(Tls::client(Tls::Verify::yes, "/nowhere.pem"));
}

class Hello final : public Handler {
 public:
  Task<> handle(Request request, Responder& responder) override {
    Response response;
    response.body = "hello " + request.body;
    EXPECT_TRUE(co_await responder.send(std::move(response)));
  }
  Response refuse(const RequestHead&, int status, std::string_view message) override {
    return {.head = {.status = status}, .body = std::string(message)};
  }
};

TEST_F(TlsTest, ServesHttpsOverALoopbackSocket) {
  testkit::run_for_real([this](async::Loop& loop) -> Task<> {
    Hello hello;
    const auto server = *Server::listen(
        loop, hello, {.tls_certificate_file = files_.certificate(), .tls_key_file = files_.key()});
    const auto client = Client::create(loop, {.ca_file = files_.certificate()});
    for (const std::string host : {"127.0.0.1", "localhost"}) {
      for (const std::string& body : {std::string("world"), std::string(300'000, 'x')}) {
        ClientRequest request{.body = body};
        request.url = *Url::parse("https://" + host + ":" + std::to_string(server->port()) + "/");
        const auto answer = co_await client->send(std::move(request));
        EXPECT_TRUE(answer) << answer.error().detail;
        if (answer) EXPECT_EQ(*co_await (*answer)->read_all(1 << 20), "hello " + body);
      }
    }
    co_await server->drain(0ms);
  });
}

}  // namespace
}  // namespace quorum::http
