#include "api/cohere/routes.hpp"

#include <set>

#include "api/cohere/fixture.hpp"
#include "api/openapi.hpp"

namespace quorum::api::cohere {
namespace {

using CohereRoutes = CohereFixture;

constexpr auto kAsked = R"({"model":"m","messages":[{"role":"user","content":"x"}]})";
constexpr auto kStreamed =
    R"({"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]})";

TEST_F(CohereRoutes, AreAllDocumented) {
  const auto loop = async::Loop::simulated(1);
  testkit::ScriptedModels models(*loop);
  std::vector<Route> routes;
  add_routes_to(routes, *loop, models);
  std::set<std::string> table;
  for (const auto& route : routes) {
    EXPECT_TRUE(table.insert(std::string(route.method) + " " + route.pattern).second);
    EXPECT_FALSE(route.description.summary.empty()) << route.pattern;
    EXPECT_EQ(route.body == Body::json, !route.description.request_schema.empty());
  }
  EXPECT_EQ(table, (std::set<std::string>{"GET /v1/models", "GET /v1/models/{id*}", "POST /v2/chat",
                                          "POST /v2/embed"}));
  EXPECT_TRUE(json::Document::parse(openapi_document(routes, "1")));
}

TEST_F(CohereRoutes, AChatIsAnsweredWholeAndStreamed) {
  const auto whole = post("/v2/chat", kAsked);
  EXPECT_EQ(whole.head.status, 200);
  EXPECT_NE(whole.body.find(R"("content":[{"type":"text","text":"Hi there"}])"), std::string::npos)
      << whole.body;
  EXPECT_EQ(calls_.at(0).chat.messages.at(0).text(), "x");
  const auto streamed = post("/v2/chat", kStreamed);
  EXPECT_TRUE(streamed.header("content-type").starts_with("text/event-stream"));
  EXPECT_TRUE(streamed.body.starts_with("event: message-start\n")) << streamed.body;
  EXPECT_TRUE(streamed.body.ends_with("data: [DONE]\n\n")) << streamed.body;
  EXPECT_TRUE(streamed.is_finished);
}

TEST_F(CohereRoutes, ABrokenStreamEndsInAnErrorAndIsLeftBroken) {
  script_ = testkit::breaks_after("Hi there", {.code = Errc::upstream_failed, .message = "Cut."});
  const auto answer = post("/v2/chat", kStreamed);
  EXPECT_EQ(answer.head.status, 200);
  EXPECT_NE(answer.body.find(R"("finish_reason":"ERROR","error":"Cut.")"), std::string::npos)
      << answer.body;
  EXPECT_EQ(answer.body.find("[DONE]"), std::string::npos);
  EXPECT_FALSE(answer.is_finished);
}

TEST_F(CohereRoutes, AFailureBeforeTheFirstEventIsAStatus) {
  script_ = testkit::refuses({.code = Errc::rate_limited, .message = "Wait."});
  EXPECT_EQ(error_of("/v2/chat", kStreamed), "429");
}

TEST_F(CohereRoutes, WhatIsNoRequestIsRefusedInCoheresShape) {
  for (const auto* target : {"/v2/chat", "/v2/embed"}) {
    for (const auto* body : {"", "{", "[]", "{}", R"({"model":7})"}) {
      EXPECT_EQ(error_of(target, body), "400") << target << body;
    }
  }
  EXPECT_EQ(error_of("/v2/none", "{}"), "404");
  EXPECT_EQ(error_of("/v2/chat", R"({"model":"none","messages":[{"role":"user","content":"x"}]})"),
            "404");
}

}  // namespace
}  // namespace quorum::api::cohere
