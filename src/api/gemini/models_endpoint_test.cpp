#include "api/gemini/models_endpoint.hpp"

#include "api/gemini/fixture.hpp"

namespace quorum::api::gemini {
namespace {

using GeminiModels = GeminiFixture;

TEST_F(GeminiModels, AreListedInPages) {
  const auto first = ask("GET", "/v1beta/models?pageSize=1");
  const auto document = json::Document::parse(first.body);
  ASSERT_TRUE(document) << first.body;
  EXPECT_EQ(document->root()["models"].size(), 1U);
  EXPECT_EQ(document->root()["models"][0]["name"].string(), "models/m");
  EXPECT_EQ(document->root()["models"][0]["inputTokenLimit"].integer(), 8192);
  const auto token = document->root()["nextPageToken"].string();
  ASSERT_TRUE(token) << first.body;
  const auto rest = ask("GET", "/v1beta/models?pageSize=1&pageToken=" + std::string(*token)).body;
  EXPECT_NE(rest.find(R"("name":"models/vendor/m:8b")"), std::string::npos) << rest;
  EXPECT_EQ(rest.find("nextPageToken"), std::string::npos);
  for (const auto* query : {"pageSize=x", "pageSize=-1", "pageToken=!"}) {
    EXPECT_EQ(error_in(ask("GET", "/v1beta/models?" + std::string(query))), "400 INVALID_ARGUMENT")
        << query;
  }
}

TEST_F(GeminiModels, OneIsShown) {
  EXPECT_NE(ask("GET", "/v1beta/models/vendor/m:8b").body.find(R"("name":"models/vendor/m:8b")"),
            std::string::npos);
  EXPECT_EQ(error_in(ask("GET", "/v1beta/models/none")), "404 NOT_FOUND");
}

TEST_F(GeminiModels, TheOlderPathIsForThoseWithGooglesKey) {
  EXPECT_EQ(ask("GET", "/v1/models").head.status, 404);
  headers_.add("x-goog-api-key", "k");
  EXPECT_EQ(ask("GET", "/v1/models?pageSize=1").body, ask("GET", "/v1beta/models?pageSize=1").body);
}

}  // namespace
}  // namespace quorum::api::gemini
