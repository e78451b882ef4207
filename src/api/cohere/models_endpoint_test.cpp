#include "api/cohere/models_endpoint.hpp"

#include "api/cohere/fixture.hpp"

namespace quorum::api::cohere {
namespace {

using CohereModels = CohereFixture;

TEST_F(CohereModels, AreListedForThoseWhoAreCoheresClients) {
  headers_.add("x-fern-sdk-name", "cohere");
  const auto all = ask("GET", "/v1/models").body;
  EXPECT_TRUE(all.starts_with(R"({"models":[{"name":"m",)")) << all;
  const auto page = ask("GET", "/v1/models?page_size=1").body;
  EXPECT_NE(page.find(R"("next_page_token":"dmVuZG9yL206OGI=")"), std::string::npos) << page;
  const auto rest = ask("GET", "/v1/models?page_token=dmVuZG9yL206OGI%3D").body;
  EXPECT_TRUE(rest.starts_with(R"({"models":[{"name":"vendor/m:8b",)")) << rest;
  EXPECT_TRUE(ask("GET", "/v1/models/vendor/m:8b").body.starts_with(R"({"name":"vendor/m:8b",)"));
  EXPECT_EQ(ask("GET", "/v1/models/none").head.status, 404);
  EXPECT_EQ(ask("GET", "/v1/models?page_size=x").head.status, 400);
}

TEST_F(CohereModels, AreNotListedForOthers) {
  EXPECT_EQ(ask("GET", "/v1/models").head.status, 404);
}

}  // namespace
}  // namespace quorum::api::cohere
