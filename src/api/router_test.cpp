#include "api/router.hpp"

#include <gtest/gtest.h>

#include "api/request_log.hpp"
#include "testkit/responder.hpp"
#include "testkit/run.hpp"

namespace quorum::api {
namespace {

/// Answers with what it was given, or fails.
class Echo final : public Endpoint {
 public:
  explicit Echo(std::optional<Error> error = {}) : error_(std::move(error)) {}
  Task<Result<>> answer(Exchange exchange) override {
    if (error_) co_return *error_;
    co_return co_await send_json(exchange.responder, 200,
                                 std::string(exchange.path_value("id")) + exchange.request.body);
  }

 private:
  std::optional<Error> error_;
};

class Says final : public Endpoint {
 public:
  explicit Says(std::string_view text) : text_(text) {}
  Task<Result<>> answer(Exchange exchange) override {
    co_return co_await send_json(exchange.responder, 200, std::string(text_));
  }

 private:
  std::string_view text_;
};

/// Passes on what a provider answered, its id of the request included.
class PassesOn final : public Endpoint {
 public:
  Task<Result<>> answer(Exchange exchange) override {
    auto response = json_response(200, "{}");
    response.head.headers.add("x-request-id", "of-the-provider");
    co_return co_await exchange.responder.send(std::move(response));
  }
};

class Silent final : public Endpoint {
 public:
  Task<Result<>> answer(Exchange) override { co_return Result<>{}; }
};

class Breaks final : public Endpoint {
 public:
  Task<Result<>> answer(Exchange exchange) override {
    (void)co_await exchange.responder.start_with({}, "half");
    co_return Error{.code = Errc::upstream_failed, .message = "cut"};
  }
};

template <typename E, typename... Args>
Route route(std::string_view method, std::string pattern, Body body, Args&&... args) {
  return {.method = method,
          .pattern = std::move(pattern),
          .endpoint = std::make_unique<E>(std::forward<Args>(args)...),
          .body = body};
}

std::vector<Route> some_routes() {
  std::vector<Route> routes;
  routes.push_back(route<Echo>("GET", "/things/{id}", Body::none));
  routes.push_back(route<Echo>("POST", "/things", Body::json));
  routes.push_back(route<Echo>("POST", "/lenient", Body::json_of_any_type));
  routes.push_back(route<Echo>("POST", "/v1/things", Body::json));
  routes.push_back(route<Echo>("POST", "/bytes", Body::bytes));
  routes.push_back(route<Says>("GET", "/v1/things", Body::none, "for Anthropic's"));
  routes.back().audience = Audience::anthropic;
  routes.push_back(route<Says>("GET", "/v1/things", Body::none, "for all"));
  routes.push_back(route<Echo>("GET", "/things", Body::none));
  routes.push_back(route<PassesOn>("GET", "/passes-on", Body::none));
  routes.push_back(route<Silent>("GET", "/silent", Body::none));
  routes.push_back(route<Breaks>("GET", "/breaks", Body::none));
  routes.back().answer = Answer::events;
  const Error unknown{.code = Errc::not_found, .message = "no model", .field = "model"};
  routes.push_back(route<Echo>("GET", "/v1/fails", Body::none, unknown));
  return routes;
}

class RouterTest : public testing::Test {
 protected:
  testkit::FakeResponder ask(std::string method, std::string target, std::string body = {}) {
    http::Request request;
    request.head.method = std::move(method);
    request.head.target = std::move(target);
    request.head.headers = headers_;
    request.body = std::move(body);
    testkit::FakeResponder responder;
    testkit::run([&](async::Loop&) { return router_.handle(std::move(request), responder); });
    return responder;
  }

  /// What was recorded of the request before.
  const store::RequestRecord& record() const { return records_.taken.back(); }

  struct Records final : store::Recorder {
    void take(store::RequestRecord& record) override { taken.push_back(record); }
    std::vector<store::RequestRecord> taken{};
  };

  ManualClock clock_;
  http::Headers headers_;
  Records records_;
  Router router_{clock_, some_routes(), {}, nullptr, &records_};
};

TEST_F(RouterTest, GivesThePathsValuesToTheEndpoint) {
  const auto answer = ask("GET", "/things/a%2Fb?x=1");
  EXPECT_EQ(answer.head.status, 200);
  EXPECT_EQ(answer.body, "a/b");
  EXPECT_TRUE(answer.is_finished);
}

TEST_F(RouterTest, ARouteMayBeOneAudiencesAlone) {
  EXPECT_EQ(ask("GET", "/v1/things").body, "for all");
  EXPECT_EQ(ask("GET", "/v1/things").header("request-id"), "(none)");
  headers_.add("anthropic-version", "2023-06-01");
  headers_.add("x-request-id", "mine-7");
  const auto answer = ask("GET", "/v1/things");
  EXPECT_EQ(answer.body, "for Anthropic's");
  EXPECT_EQ(answer.header("request-id"), "mine-7");
  EXPECT_EQ(ask("GET", "/v1/nothing").header("request-id"), "mine-7");
  EXPECT_EQ(ask("DELETE", "/v1/things").header("allow"), "POST, GET, HEAD, OPTIONS");
}

TEST_F(RouterTest, UnknownPathsAre404InTheirAudiencesShape) {
  EXPECT_EQ(ask("GET", "/nothing").head.status, 404);
  EXPECT_EQ(ask("GET", "/nothing").body,
            R"({"detail":"Not Found: there is nothing at this path."})");
  EXPECT_EQ(ask("GET", "/v1/nothing").body,
            R"({"error":{"message":"Not Found: there is nothing at this path.",)"
            R"("type":"invalid_request_error","param":null,"code":"not_found"}})");
  EXPECT_EQ(ask("OPTIONS", "/nothing").head.status, 404);
}

TEST_F(RouterTest, AKnownPathSaysWhichMethodsItTakes) {
  const auto answer = ask("DELETE", "/things");
  EXPECT_EQ(answer.head.status, 405);
  EXPECT_EQ(answer.header("allow"), "POST, GET, HEAD, OPTIONS");
  EXPECT_EQ(ask("DELETE", "/v1/things").header("allow"), "POST, GET, HEAD, OPTIONS");
  EXPECT_EQ(ask("POST", "/breaks").header("allow"), "GET, OPTIONS");
  EXPECT_EQ(ask("HEAD", "/breaks").head.status, 405);
}

TEST_F(RouterTest, HeadIsAnsweredAsGetWouldBe) {
  EXPECT_EQ(ask("HEAD", "/things/a").head.status, 200);
  EXPECT_EQ(ask("HEAD", "/breaks").head.status, 405);
}

TEST_F(RouterTest, OptionsTellsTheMethods) {
  const auto answer = ask("OPTIONS", "/things");
  EXPECT_EQ(answer.head.status, 204);
  EXPECT_EQ(answer.header("allow"), "POST, GET, HEAD, OPTIONS");
}

TEST_F(RouterTest, APreflightIsAnsweredForAKnownOriginOnly) {
  headers_.add("origin", "http://localhost:3000");
  headers_.add("access-control-request-method", "POST");
  const auto answer = ask("OPTIONS", "/things");
  EXPECT_EQ(answer.head.status, 200);
  EXPECT_EQ(answer.header("access-control-allow-origin"), "http://localhost:3000");
  EXPECT_EQ(answer.header("access-control-allow-methods"), "POST, GET, HEAD, OPTIONS");
  headers_.set("origin", "http://evil.example");
  EXPECT_EQ(ask("OPTIONS", "/things").header("access-control-allow-origin"), "(none)");
}

TEST_F(RouterTest, EvenErrorsCarryCorsAndTheRequestsId) {
  headers_.add("origin", "http://localhost:3000");
  headers_.add("x-request-id", "mine-7");
  for (const auto* path : {"/nothing", "/v1/fails", "/silent", "/things/a"}) {
    const auto answer = ask("GET", path);
    EXPECT_EQ(answer.header("access-control-allow-origin"), "http://localhost:3000") << path;
    EXPECT_EQ(answer.header("x-request-id"), "mine-7") << path;
    EXPECT_EQ(answer.header("vary"), "Origin") << path;
  }
}

TEST_F(RouterTest, WhoIsNoPageOrOfAStrangeOneIsNotWelcomed) {
  for (const auto* origin : {"", "http://strange.example"}) {
    headers_.set("origin", origin);
    const auto answer = ask("GET", "/things/a");
    EXPECT_EQ(answer.header("vary"), "Origin") << origin;
    EXPECT_FALSE(answer.head.headers.get("access-control-allow-origin")) << origin;
    EXPECT_FALSE(answer.head.headers.get("access-control-expose-headers")) << origin;
  }
}

TEST_F(RouterTest, AProvidersIdDoesNotStandBesideOurs) {
  headers_.add("x-request-id", "mine-7");
  const auto answer = ask("GET", "/passes-on");
  std::size_t ids = 0;
  for (std::size_t i = 0; i < answer.head.headers.size(); ++i) {
    ids += answer.head.headers[i].name == "x-request-id" ? 1 : 0;
  }
  EXPECT_EQ(ids, 1U);
  EXPECT_EQ(answer.header("x-request-id"), "mine-7");
  EXPECT_EQ(answer.header("x-quorum-provider-request-id"), "of-the-provider");
}

TEST_F(RouterTest, ARequestIdThatIsNoneIsReplaced) {
  for (const auto& id : {std::string("a b"), std::string("a\"b"), std::string(129, 'a'),
                         std::string(), std::string("\xc3\xa4")}) {
    headers_.set("x-request-id", id);
    const auto given = ask("GET", "/things/a").header("x-request-id");
    EXPECT_TRUE(given.starts_with("req_")) << given;
  }
}

TEST_F(RouterTest, JsonRoutesTakeJsonAlone) {
  for (const auto* type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
                           "text/json", "application/jsonx", "", ";"}) {
    headers_.set("content-type", type);
    EXPECT_EQ(ask("POST", "/things", "{}").head.status, 415) << type;
  }
  for (const auto* type :
       {"application/json", "Application/JSON ; charset=utf-8", "application/problem+json"}) {
    headers_.set("content-type", type);
    EXPECT_EQ(ask("POST", "/things", "{}").head.status, 200) << type;
  }
  headers_.add("content-encoding", "gzip");
  EXPECT_EQ(ask("POST", "/things", "{}").head.status, 415);
}

TEST_F(RouterTest, AScriptMayLeaveTheContentTypeOutButAPageMayNot) {
  EXPECT_EQ(ask("POST", "/things", "{}").head.status, 200);
  headers_.add("origin", "http://evil.example");
  EXPECT_EQ(ask("POST", "/things", "{}").head.status, 415);
}

TEST_F(RouterTest, SomeRoutesTakeJsonWhateverItsTypeSaysButNotFromAPage) {
  headers_.set("content-type", "application/x-www-form-urlencoded");
  EXPECT_EQ(ask("POST", "/things", "{}").head.status, 415);
  EXPECT_EQ(ask("POST", "/lenient", "{}").head.status, 200);
  headers_.add("origin", "http://evil.example");
  EXPECT_EQ(ask("POST", "/lenient", "{}").head.status, 415);
}

TEST_F(RouterTest, AStrangePageMaySendNoBytes) {
  headers_.add("content-type", "multipart/form-data; boundary=x");
  EXPECT_EQ(ask("POST", "/bytes", "--x").head.status, 200);
  headers_.add("origin", "http://evil.example");
  EXPECT_EQ(ask("POST", "/bytes", "--x").head.status, 403);
  headers_.set("origin", "http://localhost:3000");
  EXPECT_EQ(ask("POST", "/bytes", "--x").head.status, 200);
}

TEST_F(RouterTest, AnEndpointsErrorBecomesTheAnswer) {
  const auto answer = ask("GET", "/v1/fails");
  EXPECT_EQ(answer.head.status, 404);
  EXPECT_EQ(answer.body,
            R"({"error":{"message":"no model","type":"invalid_request_error","param":"model",)"
            R"("code":"not_found"}})");
}

TEST_F(RouterTest, AnAnswerThatBreaksHalfWayIsLeftBroken) {
  const auto answer = ask("GET", "/breaks");
  EXPECT_EQ(answer.head.status, 200);
  EXPECT_EQ(answer.body, "half");
  EXPECT_FALSE(answer.is_finished);
}

TEST_F(RouterTest, AnEndpointThatSaysNothingIsOurFault) {
  EXPECT_EQ(ask("GET", "/silent").head.status, 500);
}

TEST_F(RouterTest, EveryRequestLeavesOneRecord) {
  headers_.add("x-request-id", "mine");
  headers_.add("user-agent", "curl/8");
  const auto answer = ask("GET", "/things/abc?x=1", "body");
  EXPECT_EQ(answer.header("x-quorum-overhead-us"), "0");
  ASSERT_EQ(records_.taken.size(), 1U);
  EXPECT_EQ(record().id, "mine");
  EXPECT_EQ(record().started_us, 1'800'000'000'000'000);
  EXPECT_EQ(record().method, "GET");
  EXPECT_EQ(record().route, "/things/{id}");
  EXPECT_EQ(record().user_agent, "curl/8");
  EXPECT_EQ(record().status, 200);
  EXPECT_EQ(record().ending, store::Ending::whole);
  EXPECT_EQ(record().bytes_in, 4U);
  EXPECT_EQ(record().bytes_out, 7U);
}

TEST_F(RouterTest, RecordsTellFailuresFromAnswersThatBroke) {
  ask("GET", "/nothing");
  EXPECT_EQ(record().status, 404);
  EXPECT_EQ(record().ending, store::Ending::failed);
  EXPECT_EQ(record().route, "");
  ask("GET", "/v1/fails");
  EXPECT_EQ(record().status, 404);
  EXPECT_EQ(record().ending, store::Ending::failed);
  EXPECT_EQ(record().error, Errc::not_found);
  ask("GET", "/breaks");
  EXPECT_EQ(record().status, 200);
  EXPECT_EQ(record().ending, store::Ending::cut);
  EXPECT_EQ(record().error, Errc::upstream_failed);
  EXPECT_EQ(record().bytes_out, 4U);
  (void)router_.refuse({}, 431, "no");
  EXPECT_EQ(record().status, 431);
  EXPECT_EQ(record().ending, store::Ending::failed);
  EXPECT_EQ(records_.taken.size(), 4U);
}

/// As when the server lets go of a handler whose client has left.
TEST_F(RouterTest, AClientThatLeftLeavesARecordToo) {
  {
    const http::RequestHead head{.method = "GET", .target = "/", .headers = {}};
    const RequestLog left(clock_, head, "l", &records_);
  }
  EXPECT_EQ(record().status, 499);
  EXPECT_EQ(record().ending, store::Ending::left);
}

TEST_F(RouterTest, RefusalsOfTheServerSpeakThePathsShape) {
  http::RequestHead head{.method = "POST", .target = "/v1/chat/completions", .headers = {}};
  head.headers.add("x-request-id", "r9");
  const auto response = router_.refuse(head, 413, "too much");
  EXPECT_EQ(response.head.status, 413);
  EXPECT_EQ(response.head.headers.get("x-request-id"), "r9");
  EXPECT_EQ(response.body,
            R"({"error":{"message":"too much","type":"invalid_request_error","param":null,)"
            R"("code":"request_too_large"}})");
  EXPECT_EQ(router_.refuse({}, 400, "no").body, R"({"detail":"no"})");
}

}  // namespace
}  // namespace quorum::api
