#include "api/ollama/routes.hpp"

#include <set>

#include "api/ollama/fixture.hpp"
#include "api/openapi.hpp"

namespace quorum::api::ollama {
namespace {

using OllamaRoutes = OllamaFixture;

TEST_F(OllamaRoutes, AreAllDocumented) {
  const auto loop = async::Loop::simulated(1);
  testkit::ScriptedModels models(*loop);
  std::vector<Route> routes;
  add_routes_to(routes, *loop, models);
  std::set<std::string> table;
  for (const auto& route : routes) {
    EXPECT_TRUE(table.insert(std::string(route.method) + " " + route.pattern).second);
    EXPECT_FALSE(route.description.summary.empty()) << route.pattern;
    EXPECT_EQ(route.body == Body::json_of_any_type, !route.description.request_schema.empty());
  }
  EXPECT_EQ(table,
            (std::set<std::string>{"GET /api/ps", "GET /api/tags", "GET /api/version",
                                   "POST /api/chat", "POST /api/embed", "POST /api/embeddings",
                                   "POST /api/generate", "POST /api/show"}));
  EXPECT_TRUE(json::Document::parse(openapi_document(routes, "1")));
}

TEST_F(OllamaRoutes, AChatStreamsUnlessItIsToldNotTo) {
  const auto streamed =
      post("/api/chat", R"({"model":"m","messages":[{"role":"user","content":"x"}]})");
  EXPECT_EQ(streamed.header("content-type"), "application/x-ndjson");
  EXPECT_NE(streamed.body.find(R"("content":"Hi")"), std::string::npos) << streamed.body;
  EXPECT_NE(streamed.body.find(R"("done":true)"), std::string::npos) << streamed.body;
  EXPECT_TRUE(streamed.body.ends_with("}\n"));
  EXPECT_TRUE(streamed.is_finished);
  const auto whole = post(
      "/api/chat", R"({"model":"m","stream":false,"messages":[{"role":"user","content":"x"}]})");
  EXPECT_EQ(whole.header("content-type"), "application/json");
  EXPECT_NE(whole.body.find(R"("content":"Hi there")"), std::string::npos) << whole.body;
}

TEST_F(OllamaRoutes, GenerateAnswersWithAResponse) {
  const auto whole = post("/api/generate", R"({"model":"m","prompt":"x","stream":false})");
  EXPECT_NE(whole.body.find(R"("response":"Hi there")"), std::string::npos) << whole.body;
  EXPECT_EQ(calls_.at(0).chat.messages.at(0).text(), "x");
  const auto streamed = post("/api/generate", R"({"model":"m","prompt":"x"})");
  EXPECT_NE(streamed.body.find(R"("response":"Hi")"), std::string::npos) << streamed.body;
}

TEST_F(OllamaRoutes, ABrokenStreamEndsWithAnErrorLineAndIsLeftBroken) {
  script_ = testkit::breaks_after("Hi there", {.code = Errc::upstream_failed, .message = "Cut."});
  for (const auto& [target, body] :
       {std::pair{"/api/chat", R"({"model":"m","messages":[{"role":"user","content":"x"}]})"},
        std::pair{"/api/generate", R"({"model":"m","prompt":"x"})"}}) {
    const auto answer = post(target, body);
    EXPECT_EQ(answer.head.status, 200);
    EXPECT_TRUE(answer.body.ends_with("{\"error\":\"Cut.\"}\n")) << answer.body;
    EXPECT_EQ(answer.body.find(R"("done":true)"), std::string::npos) << answer.body;
    EXPECT_FALSE(answer.is_finished);
  }
}

TEST_F(OllamaRoutes, AFailureBeforeTheFirstLineIsAStatus) {
  script_ = testkit::refuses({.code = Errc::rate_limited, .message = "Wait."});
  const auto answer =
      post("/api/chat", R"({"model":"m","messages":[{"role":"user","content":"x"}]})");
  EXPECT_EQ(answer.head.status, 429);
  EXPECT_EQ(answer.body, R"({"error":"Wait."})");
}

TEST_F(OllamaRoutes, WhatIsNoRequestIsRefusedInOllamasShape) {
  for (const auto* target : {"/api/chat", "/api/generate", "/api/show", "/api/embed"}) {
    for (const auto* body : {"", "{", "[]", "{}", R"({"model":7})"}) {
      EXPECT_EQ(error_of(target, body), "400") << target << body;
    }
  }
  EXPECT_EQ(error_of("/api/chat", R"({"model":"m","messages":"x"})"), "400");
  EXPECT_EQ(error_of("/api/chat", R"({"model":"m","messages":[{"role":"user"}],"stream":3})"),
            "400");
  EXPECT_EQ(error_of("/api/chat", R"({"model":"none","messages":[{"role":"user","content":"x"}]})"),
            "404");
  EXPECT_EQ(error_of("/api/pull", R"({"model":"x"})"), "404");
  EXPECT_EQ(ask("GET", "/api/chat").body,
            R"({"error":"This path does not take that method; see Allow."})");
}

}  // namespace
}  // namespace quorum::api::ollama
