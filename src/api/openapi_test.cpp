#include "api/openapi.hpp"

#include <gtest/gtest.h>

#include "json/value.hpp"

namespace quorum::api {
namespace {

std::vector<Route> some_routes() {
  std::vector<Route> routes;
  routes.push_back({.method = "POST",
                    .pattern = "/v1/things/{id*}",
                    .endpoint = nullptr,
                    .body = Body::json,
                    .description = {.summary = "Makes one",
                                    .tag = "things",
                                    .request_schema = R"({"type":"object"})",
                                    .status = 201,
                                    .reply_schema = R"({"type":"string"})",
                                    .events = "Streams when asked to",
                                    .failures = {404, 429}}});
  routes.push_back({.method = "GET",
                    .pattern = "/v1/things/{id*}",
                    .endpoint = nullptr,
                    .description = {.summary = "Shows one", .tag = "things"}});
  routes.push_back({.method = "GET",
                    .pattern = "/health",
                    .endpoint = nullptr,
                    .description = {.summary = "Says whether it lives",
                                    .tag = "ops",
                                    .parameters = {{.name = "deep", .is_required = true}},
                                    .failures = {500}}});
  return routes;
}

TEST(OpenApi, EveryRouteIsInIt) {
  const auto routes = some_routes();
  const auto document = json::Document::parse(openapi_document(routes, "1.2.3"));
  ASSERT_TRUE(document) << document.error().message;
  const auto root = document->root();
  EXPECT_EQ(root["openapi"].string(), "3.1.0");
  EXPECT_EQ(root["info"]["version"].string(), "1.2.3");
  EXPECT_EQ(root["paths"].size(), 2U);

  const auto made = root["paths"]["/v1/things/{id}"]["post"];
  EXPECT_EQ(made["operationId"].string(), "post_v1_things_id");
  EXPECT_EQ(made["parameters"].raw(),
            R"([{"name":"id","in":"path","required":true,"schema":{"type":"string"}}])");
  EXPECT_EQ(made["requestBody"]["content"]["application/json"]["schema"].raw(),
            R"({"type":"object"})");
  EXPECT_EQ(made["responses"]["201"]["content"].size(), 2U);
  EXPECT_EQ(made["responses"]["429"]["content"]["application/json"]["schema"]["$ref"].string(),
            "#/components/schemas/OpenAiError");

  const auto health = root["paths"]["/health"]["get"];
  EXPECT_FALSE(health["requestBody"]);
  EXPECT_EQ(health["parameters"][0]["required"].boolean(), true);
  EXPECT_EQ(health["responses"]["500"]["content"]["application/json"]["schema"]["$ref"].string(),
            "#/components/schemas/PlatformError");
}

TEST(OpenApi, OnePathOfSeveralAudiencesIsOneOperation) {
  std::vector<Route> routes;
  routes.push_back({.method = "GET",
                    .pattern = "/v1/models",
                    .endpoint = nullptr,
                    .audience = Audience::anthropic,
                    .description = {.summary = "Of Anthropic's",
                                    .tag = "anthropic",
                                    .reply_schema = R"({"type":"array"})",
                                    .failures = {400, 401}}});
  routes.push_back({.method = "GET",
                    .pattern = "/v1/models",
                    .endpoint = nullptr,
                    .description = {.summary = "Of all others",
                                    .tag = "openai",
                                    .reply_schema = R"({"type":"object"})",
                                    .failures = {401}}});
  const auto document = json::Document::parse(openapi_document(routes, "1"));
  ASSERT_TRUE(document) << document.error().message;
  const auto listed = document->root()["paths"]["/v1/models"]["get"];
  EXPECT_EQ(document->root()["paths"]["/v1/models"].size(), 1U);
  EXPECT_EQ(listed["summary"].string(), "Of all others");
  const auto schema = [&](std::string_view status) {
    return listed["responses"][status]["content"]["application/json"]["schema"].raw();
  };
  EXPECT_EQ(schema("200"), R"({"anyOf":[{"type":"array"},{"type":"object"}]})");
  EXPECT_EQ(schema("400"), R"({"$ref":"#/components/schemas/AnthropicError"})");
  EXPECT_EQ(schema("401"), R"({"anyOf":[{"$ref":"#/components/schemas/AnthropicError"},)"
                           R"({"$ref":"#/components/schemas/OpenAiError"}]})");
}

TEST(OpenApi, ItsReferencesPointToSomething) {
  const auto document = json::Document::parse(openapi_document({}, "1"));
  ASSERT_TRUE(document);
  const auto schemas = document->root()["components"]["schemas"];
  EXPECT_EQ(schemas["OpenAiError"]["properties"]["error"]["required"].size(), 4U);
  for (const auto* name : {"AnthropicError", "GeminiError", "OllamaError"}) {
    EXPECT_TRUE(schemas[name]["properties"]["error"]) << name;
  }
  EXPECT_EQ(schemas["CohereError"]["required"].raw(), R"(["message"])");
  EXPECT_EQ(schemas["PlatformError"]["required"].raw(), R"(["detail"])");
}

TEST(OpenApi, SaysWhatWantsAKey) {
  std::vector<Route> routes;
  routes.push_back({.method = "GET", .pattern = "/v1/things", .endpoint = nullptr});
  routes.push_back(
      {.method = "GET", .pattern = "/open", .endpoint = nullptr, .access = Access::open});
  const auto document = json::Document::parse(openapi_document(routes, "1"));
  ASSERT_TRUE(document);
  const auto root = document->root();
  EXPECT_EQ(root["security"].raw(), R"([{"key":[]}])");
  EXPECT_EQ(root["components"]["securitySchemes"]["key"]["scheme"].string(), "bearer");
  const auto keyed = root["paths"]["/v1/things"]["get"];
  EXPECT_FALSE(keyed["security"]);
  EXPECT_TRUE(keyed["responses"]["401"]);
  EXPECT_TRUE(keyed["responses"]["429"]);
  const auto open = root["paths"]["/open"]["get"];
  EXPECT_EQ(open["security"].raw(), "[]");
  EXPECT_FALSE(open["responses"]["401"]);
}

}  // namespace
}  // namespace quorum::api
