#include "http/server.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "async/loop.hpp"
#include "core/try.hpp"
#include "http/client.hpp"
#include "testkit/run.hpp"

namespace quorum::http {
namespace {

using namespace std::chrono_literals;

/// Echoes the body; `/stream` gives it a byte a chunk.
class Echo final : public Handler {
 public:
  Task<> handle(Request request, Responder& responder) override {
    peer = request.peer;
    is_loopback = request.is_loopback;
    if (request.head.path() == "/stream") {
      co_await stream(std::move(request.body), responder);
      co_return;
    }
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

 private:
  static Task<> stream(std::string body, Responder& responder) {
    EXPECT_TRUE(co_await responder.start({}));
    for (const char& byte : body) {
      EXPECT_TRUE(co_await responder.write({&byte, 1}));
    }
    EXPECT_TRUE(co_await responder.finish());
  }
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

TEST(HttpServer, AnswersOverALoopbackSocket) {
  const auto done = testkit::run_for_real([](async::Loop& loop) -> Task<bool> {
    Echo echo;
    const auto server = *Server::listen(loop, echo, {});
    const auto client = Client::create(loop, {});
    for (int round = 0; round < 3; ++round) {
      EXPECT_EQ(*co_await fetch(*client, request(*server, "/a?b", "hello")), "hello");
      EXPECT_EQ(*co_await fetch(*client, request(*server, "/stream", "hello")), "hello");
    }
    const std::string large(5 << 20, 'x');
    EXPECT_EQ(*co_await fetch(*client, request(*server, "/", large)), large);
    EXPECT_TRUE(echo.peer.starts_with("127.0.0.1:"));
    EXPECT_TRUE(echo.is_loopback);
    co_await server->drain(1s);
    EXPECT_FALSE(co_await fetch(*client, request(*server, "/", "late")));
    co_return true;
  });
  EXPECT_TRUE(done);
}

}  // namespace
}  // namespace quorum::http
