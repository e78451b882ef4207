#include "http/server.hpp"
#include "http/server_config.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <memory>
#include <random>
#include <string>
#include <utility>

#include "async/loop.hpp"
#include "async/scope.hpp"
#include "core/try.hpp"
#include "http/client.hpp"
#include "testkit/run.hpp"

namespace quorum::http {
namespace {

using namespace std::chrono_literals;

/// Echoes the body; `/stream` gives it a byte a chunk.
class Echo final : public Handler {
 public:
  explicit Echo(async::Loop& loop) : loop_(loop) {}

  Task<> handle(Request request, Responder& responder) override {
    peer = request.peer;
    is_loopback = request.is_loopback;
    const Guard guard(*this);
    const auto path = std::string(request.head.path());
    if (path == "/stream") {
      co_await stream(std::move(request.body), responder);
      co_return;
    }
    if (path == "/slow") co_await loop_.sleep(50ms);
    if (path == "/forever") co_await loop_.sleep(24h);
    Response response;
    response.head.headers.add("X-Target", request.head.target);
    response.body = std::move(request.body);
    const auto sent = co_await responder.send(std::move(response));
    EXPECT_TRUE(sent);
  }

  Response refuse(const RequestHead&, int status, std::string_view message) override {
    return {.head = {.status = status}, .body = std::string(message)};
  }

  std::string peer;
  bool is_loopback = false;
  int running = 0;

 private:
  struct Guard {
    explicit Guard(Echo& echo) : owner(echo) { ++owner.running; }
    ~Guard() { --owner.running; }
    Echo& owner;
  };

  static Task<> stream(std::string body, Responder& responder) {
    EXPECT_TRUE(co_await responder.start({}));
    for (const char& byte : body) {
      EXPECT_TRUE(co_await responder.write({&byte, 1}));
    }
    EXPECT_TRUE(co_await responder.finish());
  }

  async::Loop& loop_;
};

ClientRequest request(const Server& server, std::string target, std::string body) {
  ClientRequest request;
  request.url.scheme = "http";
  request.url.host = "127.0.0.1";
  request.url.port = server.port();
  request.url.target = std::move(target);
  request.body = std::move(body);
  return request;
}

Task<Result<std::string>> fetch(Client& client, ClientRequest request) {
  QUORUM_CO_TRY(const auto answer, co_await client.send(std::move(request)));
  co_return co_await answer->read_all(64 << 20);
}

Task<> keep_answer(Task<Result<std::string>> fetching, std::string* answer) {
  const auto fetched = co_await std::move(fetching);
  *answer = fetched ? *fetched : std::string(name(fetched.error().code));
}

TEST(HttpServer, AnswersOverALoopbackSocket) {
  testkit::run_for_real([](async::Loop& loop) -> Task<> {
    Echo echo(loop);
    const auto server = *Server::listen(loop, echo, {});
    const auto client = Client::create(loop, {});
    for (int round = 0; round < 3; ++round) {
      EXPECT_EQ(*co_await fetch(*client, request(*server, "/a?b", "hello")), "hello");
      EXPECT_EQ(*co_await fetch(*client, request(*server, "/stream", "hello")), "hello");
    }
    // Of a size that comes in several pieces; a byte out of its place would be seen.
    std::string large(5 << 20, 'x');
    std::minstd_rand random(3);
    for (char& byte : large) byte = static_cast<char>(random() >> 8 & 0xFF);
    EXPECT_TRUE(*co_await fetch(*client, request(*server, "/", large)) == large);
    EXPECT_TRUE(echo.peer.starts_with("127.0.0.1:"));
    EXPECT_TRUE(echo.is_loopback);
  });
}

TEST(HttpServer, ListensOnIpv6AndOnUnixSockets) {
  testkit::run_for_real([](async::Loop& loop) -> Task<> {
    Echo echo(loop);
    const auto client = Client::create(loop, {});

    const auto path = "/tmp/quorum_http_test_" + std::to_string(::getpid());
    const auto by_path = *Server::listen(loop, echo, {.host = "unix:" + path});
    ClientRequest to_path{.url = *Url::parse("unix:" + path + ":/x"), .body = "hello"};
    EXPECT_EQ(*co_await fetch(*client, std::move(to_path)), "hello");
    EXPECT_EQ(echo.peer, "unix:");
    EXPECT_TRUE(echo.is_loopback);

    auto by_ipv6 = Server::listen(loop, echo, {.host = "::1"});
    if (!by_ipv6) co_return;  // Not every machine has it.
    auto to_ipv6 = request(**by_ipv6, "/x", "hello");
    to_ipv6.url.host = "::1";
    EXPECT_EQ(*co_await fetch(*client, std::move(to_ipv6)), "hello");
    EXPECT_TRUE(echo.peer.starts_with("[::1]:"));
    EXPECT_TRUE(echo.is_loopback);
  });
}

TEST(HttpServer, SaysWhereItCannotListen) {
  const auto loop = *async::Loop::create();
  Echo echo(*loop);
  const auto first = Server::listen(*loop, echo, {});
  const auto second = Server::listen(*loop, echo, {.port = (*first)->port()});
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find(std::to_string((*first)->port())), std::string::npos);
  EXPECT_FALSE(Server::listen(*loop, echo, {.host = "no such host"}));
  EXPECT_FALSE(Server::listen(*loop, echo, {.tls_key_file = "/nowhere"}));
}

TEST(HttpServer, SharesAPortWhereToldTo) {
  const auto loop = *async::Loop::create();
  Echo echo(*loop);
  const auto first = Server::listen(*loop, echo, {.reuse_port = true});
  EXPECT_TRUE(Server::listen(*loop, echo, {.port = (*first)->port(), .reuse_port = true}));
}

// A close with bytes unread resets the connection: the answer must get through before that.
TEST(HttpServer, IsHeardWhenItRefusesABody) {
  testkit::run_for_real([](async::Loop& loop) -> Task<> {
    Echo echo(loop);
    const auto server = *Server::listen(loop, echo, {.body_bytes_max = 1000});
    for (int round = 0; round < 5; ++round) {
      const auto client = Client::create(loop, {});
      const auto answer = co_await client->send(request(*server, "/", std::string(200'000, 'x')));
      EXPECT_TRUE(answer) << answer.error().detail;
      if (answer) EXPECT_EQ((*answer)->head().status, 413);
    }
  });
}

TEST(HttpServer, DrainsWhatRunsAndRefusesWhatComes) {
  testkit::run_for_real([](async::Loop& loop) -> Task<> {
    Echo echo(loop);
    const auto server = *Server::listen(loop, echo, {});
    const auto client = Client::create(loop, {});
    EXPECT_EQ(*co_await fetch(*client, request(*server, "/", "idle")), "idle");
    async::Scope scope(loop);
    std::string answer;
    scope.spawn(keep_answer(fetch(*client, request(*server, "/slow", "running")), &answer));
    co_await loop.sleep(10ms);
    co_await server->drain(10s);
    co_await scope.join();
    EXPECT_EQ(answer, "running");
    EXPECT_EQ((co_await fetch(*client, request(*server, "/", "late"))).error().code,
              Errc::unavailable);
  });
}

TEST(HttpServer, EndsWhatOutlastsTheGrace) {
  testkit::run_for_real([](async::Loop& loop) -> Task<> {
    Echo echo(loop);
    const auto server = *Server::listen(loop, echo, {});
    const auto client = Client::create(loop, {});
    async::Scope scope(loop);
    std::string answer;
    scope.spawn(keep_answer(fetch(*client, request(*server, "/forever", "")), &answer));
    co_await loop.sleep(10ms);
    EXPECT_EQ(echo.running, 1);
    co_await server->drain(10ms);
    EXPECT_EQ(echo.running, 0);
    co_await scope.join();
    EXPECT_EQ(answer, "upstream_failed");
  });
}

TEST(HttpServer, LetsNoMoreInThanAllowed) {
  testkit::run_for_real([](async::Loop& loop) -> Task<> {
    Echo echo(loop);
    const auto server = *Server::listen(loop, echo, {.connections_max = 2});
    const auto client = Client::create(loop, {.idle_per_origin_max = 0});
    async::Scope scope(loop);
    std::array<std::string, 4> answers;
    for (auto& answer : answers) {
      scope.spawn(keep_answer(fetch(*client, request(*server, "/slow", "x")), &answer));
    }
    co_await loop.sleep(10ms);
    EXPECT_EQ(echo.running, 2);
    co_await scope.join();
    EXPECT_EQ(answers, (std::array<std::string, 4>{"x", "x", "x", "x"}));
  });
}

}  // namespace
}  // namespace quorum::http
