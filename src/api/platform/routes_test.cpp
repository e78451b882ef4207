#include "api/platform/routes.hpp"

#include <gtest/gtest.h>

#include "api/openapi.hpp"
#include "json/value.hpp"

namespace quorum::api::platform {
namespace {

struct Nothing final : llm::ChatBackend, llm::Models, debate::Service {
  Task<Result<std::unique_ptr<llm::ChatStream>>> open(llm::Shared<llm::Call>,
                                                      llm::CallContext) override {
    co_return Error{};
  }
  std::vector<llm::ModelInfo> list() const override { return {}; }
  Result<llm::ModelInfo> find(std::string_view) const override { return Error{}; }
  Task<Result<debate::Started>> start(async::Loop&, debate::DebateRequest) override {
    co_return Error{};
  }
  Task<Result<std::unique_ptr<debate::EventReader>>> watch(async::Loop&, std::string,
                                                           std::uint64_t) override {
    co_return Error{};
  }
  Task<Result<std::string>> show(async::Loop&, std::string) override { co_return Error{}; }
  Task<Result<std::string>> list(async::Loop&, store::DebateQuery) override { co_return Error{}; }
  Task<Result<std::string>> command(async::Loop&, std::string, debate::Command) override {
    co_return Error{};
  }
};

TEST(PlatformRoutes, AreAllDocumentedWithTheLimitsThatHold) {
  const auto loop = async::Loop::simulated(1);
  Nothing nothing;
  std::vector<Route> routes;
  add_routes(
      routes,
      {.loop = *loop, .backend = nothing, .models = nothing, .debates = nothing, .estimator = {}},
      {.default_model = "a\"b", .tokens_max_limit = 100});
  std::string table;
  for (const auto& route : routes) {
    table += std::string(route.method) + " " + std::string(route.pattern) + "\n";
    EXPECT_FALSE(route.description.summary.empty()) << route.pattern;
    EXPECT_FALSE(route.description.reply_schema.empty()) << route.pattern;
    EXPECT_EQ(route.body == Body::json, !route.description.request_schema.empty());
  }
  EXPECT_EQ(table,
            "POST /api/v1/chat/completions\nGET /api/v1/models\nGET /health\nPOST /debate/start\n"
            "POST /debate/stream\nGET /cost/estimate\n");
  const auto document = json::Document::parse(openapi_document(routes, "1"));
  ASSERT_TRUE(document);
  const auto schema = document->root()["paths"]["/api/v1/chat/completions"]["post"]["requestBody"]
                                      ["content"]["application/json"]["schema"]["properties"];
  EXPECT_EQ(schema["model"]["default"].string(), "a\"b");
  EXPECT_EQ(schema["max_tokens"]["maximum"].integer(), 100);
  EXPECT_EQ(schema["max_tokens"]["default"].integer(), 100);
}

}  // namespace
}  // namespace quorum::api::platform
