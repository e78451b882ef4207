/// The router behind a door: who may ask for what, refused in whose words, and what comes back.

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "api/router.hpp"
#include "async/event.hpp"
#include "async/scope.hpp"
#include "govern/door.hpp"
#include "testkit/responder.hpp"
#include "testkit/run.hpp"

namespace quorum::api {
namespace {

using namespace std::chrono_literals;

class Hello final : public Endpoint {
 public:
  Task<Result<>> answer(Exchange exchange) override {
    co_return co_await send_json(exchange.responder, 200, "{}");
  }
};

/// Streams until it is told to end, or is destroyed.
class Holds final : public Endpoint {
 public:
  explicit Holds(async::Event& until) : until_(until) {}
  Task<Result<>> answer(Exchange exchange) override {
    (void)co_await exchange.responder.start_with({}, "first");
    co_await until_.wait();
    co_return co_await exchange.responder.finish();
  }

 private:
  async::Event& until_;
};

class Silent final : public http::Upgraded {
 public:
  Task<Ending> run(async::ByteStream*, std::string) override { co_return Ending::close; }
  void drain() override {}
};

class Switches final : public Endpoint {
 public:
  Task<Result<>> answer(Exchange exchange) override {
    co_return co_await exchange.responder.switch_to({.status = 101}, std::make_unique<Silent>());
  }
};

Route route(std::string_view method, std::string pattern, std::unique_ptr<Endpoint> endpoint) {
  return {.method = method, .pattern = std::move(pattern), .endpoint = std::move(endpoint)};
}

store::KeyRow row_of(std::string id, std::string_view key) {
  return {.id = std::move(id), .hash = hex(Sha256Machine().digest(key))};
}

class AdmissionTest : public testing::Test {
 protected:
  void hang(std::vector<store::KeyRow> rows) {
    const auto before = board_.ring();
    board_.hang(govern::Ring::make(rows, {}, before.get()));
  }
  void show(std::string_view name, std::string_view value) { headers_.set(name, value); }

  http::Request request(std::string method, std::string target) const {
    http::Request request;
    request.head = {.method = std::move(method), .target = std::move(target), .headers = headers_};
    request.is_loopback = is_loopback_;
    return request;
  }
  testkit::FakeResponder ask(std::string method, std::string target) {
    testkit::FakeResponder responder;
    testkit::run([&](async::Loop& loop) { return play(loop, request(method, target), responder); });
    return responder;
  }
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters): outlived by the caller.
  Task<> play(async::Loop& loop, http::Request asked, testkit::FakeResponder& responder) {
    govern::Door door(board_, loop);
    Router router(loop, routes(), {}, &door);
    co_await router.handle(std::move(asked), responder);
  }
  static std::vector<Route> routes() {
    std::vector<Route> routes;
    for (const auto* path :
         {"/v1/models", "/v1/messages", "/v1beta/models", "/api/tags", "/plain"}) {
      routes.push_back(route("GET", path, std::make_unique<Hello>()));
    }
    routes.push_back(route("POST", "/v1/chat/completions", std::make_unique<Hello>()));
    routes.push_back(route("GET", "/open", std::make_unique<Hello>()));
    routes.back().access = Access::open;
    return routes;
  }

  govern::Board board_{govern::Ring::make({}, {}, nullptr)};
  http::Headers headers_;
  bool is_loopback_ = false;
};

TEST_F(AdmissionTest, WithoutKeysOnlyOurOwnMachineIsServed) {
  EXPECT_EQ(ask("GET", "/v1/models").head.status, 401);
  EXPECT_EQ(ask("GET", "/open").head.status, 200);
  is_loopback_ = true;
  EXPECT_EQ(ask("GET", "/v1/models").head.status, 200);
}

TEST_F(AdmissionTest, AKeyOpensEveryFace) {
  hang({row_of("key_1", "sk-good")});
  is_loopback_ = true;
  EXPECT_EQ(ask("GET", "/v1/models").head.status, 401);
  show("authorization", "Bearer sk-good");
  for (const auto* path : {"/v1/models", "/v1/messages", "/v1beta/models", "/api/tags", "/plain"}) {
    EXPECT_EQ(ask("GET", path).head.status, 200) << path;
    EXPECT_EQ(ask("HEAD", path).head.status, 200) << path;
  }
  headers_ = {};
  EXPECT_EQ(ask("GET", "/v1beta/models?key=sk-good").head.status, 200);
  EXPECT_EQ(ask("GET", "/open").head.status, 200);
  // What says nothing of the server needs none.
  EXPECT_EQ(ask("GET", "/nowhere").head.status, 404);
  EXPECT_EQ(ask("OPTIONS", "/v1/models").head.status, 204);
}

TEST_F(AdmissionTest, IsRefusedInTheWordsOfTheCallersDialect) {
  hang({row_of("key_1", "sk-good")});
  show("authorization", "Bearer sk-bad");
  const auto openai = ask("GET", "/v1/models");
  EXPECT_EQ(openai.body,
            R"({"error":{"message":"The key is none of this server's.",)"
            R"("type":"authentication_error","param":null,"code":"invalid_api_key"}})");
  EXPECT_EQ(openai.header("www-authenticate"), "Bearer");
  EXPECT_NE(ask("GET", "/v1/messages").body.find(R"("type":"authentication_error")"),
            std::string::npos);
  const auto gemini = ask("GET", "/v1beta/models").body;
  EXPECT_NE(gemini.find(R"("status":"UNAUTHENTICATED")"), std::string::npos) << gemini;
  EXPECT_NE(gemini.find(R"("code":401)"), std::string::npos) << gemini;
  EXPECT_EQ(ask("GET", "/api/tags").body, R"({"error":"The key is none of this server's."})");
  EXPECT_EQ(ask("GET", "/plain").body,
            R"({"detail":"The key is none of this server's.","error_code":"invalid_api_key"})");
  for (const auto* path : {"/v1/messages", "/v1beta/models", "/api/tags", "/plain"}) {
    EXPECT_EQ(ask("GET", path).head.status, 401) << path;
  }
}

TEST_F(AdmissionTest, ALimitIsToldBeforeAndWhenItIsReached) {
  auto row = row_of("key_1", "sk-good");
  row.requests_per_minute_max = 2;
  hang({row});
  show("authorization", "Bearer sk-good");
  auto answer = ask("POST", "/v1/chat/completions");
  EXPECT_EQ(answer.head.status, 200);
  EXPECT_EQ(answer.header("x-ratelimit-limit-requests"), "2");
  EXPECT_EQ(answer.header("x-ratelimit-remaining-requests"), "1");
  EXPECT_EQ(answer.header("x-ratelimit-reset-requests"), "30s");
  EXPECT_EQ(ask("POST", "/v1/chat/completions").head.status, 200);

  answer = ask("POST", "/v1/chat/completions");
  EXPECT_EQ(answer.head.status, 429);
  EXPECT_EQ(answer.body,
            R"({"error":{"message":"This key may make 2 requests a minute. Try again in 30 s.",)"
            R"("type":"rate_limit_error","param":null,"code":"rate_limit_exceeded"}})");
  EXPECT_EQ(answer.header("retry-after"), "30");
  EXPECT_EQ(answer.header("retry-after-ms"), "30000");
  EXPECT_EQ(answer.header("x-ratelimit-remaining-requests"), "0");
  EXPECT_EQ(answer.header("x-ratelimit-reset-requests"), "1m0s");
  EXPECT_EQ(ask("GET", "/open").head.status, 200);

  const auto anthropic = ask("GET", "/v1/messages");
  EXPECT_EQ(anthropic.head.status, 429);
  EXPECT_NE(anthropic.body.find(R"("type":"rate_limit_error")"), std::string::npos);
  EXPECT_EQ(anthropic.header("anthropic-ratelimit-requests-remaining"), "0");
  EXPECT_EQ(anthropic.header("x-ratelimit-remaining-requests"), "(none)");
}

// Streams and whole answers count alike; what is only looked at does not.
TEST_F(AdmissionTest, AStreamIsCountedUntilItEndsHoweverItEnds) {
  auto row = row_of("key_1", "sk-good");
  row.streams_max = 1;
  hang({row});
  show("authorization", "Bearer sk-good");
  testkit::run([&](async::Loop& loop) -> Task<> {
    async::Event until(loop);
    govern::Door door(board_, loop);
    auto all = routes();
    all.push_back(route("GET", "/events", std::make_unique<Holds>(until)));
    all.back().answer = Answer::events;
    Router router(loop, std::move(all), {}, &door);
    const auto status = [&](std::string method, std::string target) -> Task<int> {
      testkit::FakeResponder responder;
      co_await router.handle(request(std::move(method), std::move(target)), responder);
      co_return responder.head.status;
    };

    testkit::FakeResponder held;
    {
      async::Scope scope(loop);
      scope.spawn(router.handle(request("GET", "/events"), held));
      co_await loop.sleep(1ms);
      EXPECT_EQ(held.body, "first");
      EXPECT_EQ(co_await status("POST", "/v1/chat/completions"), 429);
      EXPECT_EQ(co_await status("GET", "/events"), 429);
      EXPECT_EQ(co_await status("GET", "/v1/models"), 200);
      // The client leaves: what serves it is destroyed.
    }
    EXPECT_FALSE(held.is_finished);
    EXPECT_EQ(co_await status("POST", "/v1/chat/completions"), 200);

    async::Scope scope(loop);
    scope.spawn(router.handle(request("GET", "/events"), held));
    co_await loop.sleep(1ms);
    EXPECT_EQ(co_await status("POST", "/v1/chat/completions"), 429);
    until.set();
    co_await scope.join();
    EXPECT_TRUE(held.is_finished);
    EXPECT_EQ(co_await status("POST", "/v1/chat/completions"), 200);
  });
}

TEST_F(AdmissionTest, AWebSocketIsCountedAsLongAsItsConnectionHasIt) {
  auto row = row_of("key_1", "sk-good");
  row.streams_max = 1;
  hang({row});
  show("authorization", "Bearer sk-good");
  testkit::run([&](async::Loop& loop) -> Task<> {
    govern::Door door(board_, loop);
    auto all = routes();
    all.push_back(route("GET", "/ws", std::make_unique<Switches>()));
    all.back().answer = Answer::messages;
    Router router(loop, std::move(all), {}, &door);
    testkit::FakeResponder talking;
    co_await router.handle(request("GET", "/ws"), talking);
    EXPECT_EQ(talking.head.status, 101);
    testkit::FakeResponder refused;
    co_await router.handle(request("GET", "/ws"), refused);
    EXPECT_EQ(refused.head.status, 429);
    talking.protocol.reset();
    testkit::FakeResponder next;
    co_await router.handle(request("GET", "/ws"), next);
    EXPECT_EQ(next.head.status, 101);
  });
}

}  // namespace
}  // namespace quorum::api
