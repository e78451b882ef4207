#include "api/openai/routes.hpp"

#include <set>

#include "api/openai/fixture.hpp"
#include "api/openapi.hpp"
#include "json/value.hpp"

namespace quorum::api::openai {
namespace {

using OpenAiRoutes = OpenAiFixture;

constexpr std::string_view kHello = R"("messages":[{"role":"user","content":"x"}])";

std::string chat(std::string_view rest = "") {
  return R"({"model":"m",)" + std::string(kHello) + std::string(rest) + "}";
}

TEST_F(OpenAiRoutes, AreAllDocumented) {
  const auto loop = async::Loop::simulated(1);
  testkit::ScriptedModels models(*loop);
  std::vector<Route> routes;
  add_routes_to(routes, *loop, models);
  std::set<std::string> table;
  for (const auto& route : routes) {
    EXPECT_TRUE(table.insert(std::string(route.method) + " " + route.pattern).second);
    EXPECT_FALSE(route.description.summary.empty()) << route.pattern;
    EXPECT_FALSE(route.description.reply_schema.empty()) << route.pattern;
    EXPECT_EQ(route.body == Body::json, !route.description.request_schema.empty());
  }
  for (const auto* expected :
       {"POST /v1/chat/completions", "POST /chat/completions", "POST /openai/v1/chat/completions",
        "POST /openai/deployments/{model*}/chat/completions", "POST /v1/completions",
        "POST /completions", "POST /openai/deployments/{model*}/completions", "POST /v1/embeddings",
        "POST /embeddings", "POST /openai/deployments/{model*}/embeddings", "GET /v1/models",
        "GET /v1/models/{id*}", "GET /models", "GET /openai/v1/models/{id*}",
        "POST /openai/responses"}) {
    EXPECT_TRUE(table.contains(expected)) << expected;
  }
  const auto document = json::Document::parse(openapi_document(routes, "1"));
  ASSERT_TRUE(document);
  const auto needed = [&](std::string_view path) {
    const auto body = document->root()["paths"][path]["post"]["requestBody"];
    return body["content"]["application/json"]["schema"]["required"].raw();
  };
  EXPECT_EQ(needed("/v1/chat/completions"), R"(["model","messages"])");
  EXPECT_EQ(needed("/openai/deployments/{model}/chat/completions"), R"(["messages"])");
  EXPECT_EQ(needed("/engines/{model}/embeddings"), R"(["input"])");
}

TEST_F(OpenAiRoutes, OneChatAnswersAtEveryAddress) {
  for (const auto* path :
       {"/v1/chat/completions", "/chat/completions", "/openai/v1/chat/completions",
        "/openai/deployments/m/chat/completions?api-version=2024-10-21",
        "/engines/m/chat/completions"}) {
    const auto answer = post(path, chat());
    EXPECT_EQ(answer.head.status, 200) << path;
    EXPECT_NE(answer.body.find(R"("content":"Hi there")"), std::string::npos) << answer.body;
  }
  EXPECT_EQ(
      post("/openai/deployments/vendor/m:8b/chat/completions", "{" + std::string(kHello) + "}")
          .head.status,
      200);
  EXPECT_EQ(calls_.at(0).model, "vendor/m:8b");
}

TEST_F(OpenAiRoutes, ATextIsContinued) {
  const auto whole = post("/v1/completions", R"({"model":"m","prompt":"x"})");
  EXPECT_EQ(whole.head.status, 200);
  EXPECT_NE(whole.body.find(R"("text":"Hi there")"), std::string::npos) << whole.body;
  EXPECT_NE(whole.body.find(R"("object":"text_completion")"), std::string::npos) << whole.body;
  const auto streamed = post("/v1/completions", R"({"model":"m","prompt":"x","stream":true})");
  EXPECT_NE(streamed.body.find(R"("text":"Hi")"), std::string::npos) << streamed.body;
  EXPECT_TRUE(streamed.body.ends_with("data: [DONE]\n\n"));
}

TEST_F(OpenAiRoutes, ABrokenStreamHasAnErrorAndNoEnd) {
  script_ = testkit::breaks_after("Hi there", {.code = Errc::upstream_failed, .message = "Cut."});
  for (const auto& [path, body] :
       {std::pair{"/v1/chat/completions", chat(R"(,"stream":true)")},
        std::pair{"/v1/completions", std::string(R"({"model":"m","prompt":"x","stream":true})")}}) {
    const auto answer = post(path, body);
    EXPECT_EQ(answer.head.status, 200);
    EXPECT_TRUE(answer.body.ends_with("\"code\":\"upstream_failed\"}}\n\n")) << answer.body;
    EXPECT_EQ(answer.body.find("[DONE]"), std::string::npos);
    EXPECT_FALSE(answer.is_finished);
  }
}

TEST_F(OpenAiRoutes, AFailureBeforeTheFirstEventIsAStatus) {
  script_ = testkit::refuses({.code = Errc::unauthenticated, .message = "X_KEY is not set."});
  const auto answer = post("/v1/chat/completions", chat(R"(,"stream":true)"));
  EXPECT_EQ(answer.head.status, 401);
  EXPECT_EQ(answer.body, R"({"error":{"message":"X_KEY is not set.","type":"authentication_error",)"
                         R"("param":null,"code":"invalid_api_key"}})");
}

TEST_F(OpenAiRoutes, WhatIsNoRequestIsRefused) {
  for (const auto* path : {"/v1/chat/completions", "/v1/completions", "/v1/embeddings",
                           "/openai/deployments/m/chat/completions", "/engines/m/embeddings"}) {
    for (const auto* body : {"", "{", "[]", "{}", R"({"model":7})", R"({"model":"m"})"}) {
      const auto answer = post(path, body);
      EXPECT_EQ(answer.head.status, 400) << path << body;
      EXPECT_TRUE(answer.body.starts_with(R"({"error":{"message":")")) << answer.body;
    }
  }
  EXPECT_EQ(post("/v1/completions", R"({"model":"none","prompt":"x"})").head.status, 404);
  EXPECT_EQ(post("/openai/deployments/none/chat/completions", chat()).head.status, 404);
  EXPECT_EQ(ask("GET", "/v1/embeddings").head.status, 405);
}

}  // namespace
}  // namespace quorum::api::openai
