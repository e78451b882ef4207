#include "api/gemini/models_endpoint.hpp"

#include "api/gemini/fixture.hpp"

namespace quorum::api::gemini {
namespace {

using GeminiModels = GeminiFixture;

TEST_F(GeminiModels, AreListedInPages) {
  EXPECT_EQ(ask("GET", "/v1beta/models?pageSize=1").body,
            R"({"models":[{"name":"models/m","baseModelId":"m","version":"","displayName":"m",)"
            R"("inputTokenLimit":8192,"outputTokenLimit":1024,)"
            R"("supportedGenerationMethods":["generateContent","countTokens"]}],)"
            R"("nextPageToken":"1"})");
  const auto rest = ask("GET", "/v1beta/models?pageSize=1&pageToken=1").body;
  EXPECT_NE(rest.find(R"("name":"models/vendor/m:8b")"), std::string::npos) << rest;
  EXPECT_EQ(rest.find("nextPageToken"), std::string::npos);
  EXPECT_EQ(ask("GET", "/v1beta/models?pageToken=99999999").body, R"({"models":[]})");
  for (const auto* query : {"pageSize=x", "pageSize=-1", "pageToken=x", "pageToken=1x",
                            "pageSize=99999999999999999999"}) {
    EXPECT_EQ(error_in(ask("GET", "/v1beta/models?" + std::string(query))), "400 INVALID_ARGUMENT");
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
