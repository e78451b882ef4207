#include "api/ollama/models_endpoint.hpp"

#include "api/ollama/fixture.hpp"

namespace quorum::api::ollama {
namespace {

using OllamaModels = OllamaFixture;

TEST_F(OllamaModels, ModelsAreListedAndShown) {
  const auto tags = ask("GET", "/api/tags").body;
  EXPECT_NE(tags.find(R"("name":"m","model":"m")"), std::string::npos) << tags;
  EXPECT_NE(tags.find(R"("name":"vendor/m:8b")"), std::string::npos) << tags;
  const auto shown = post("/api/show", R"({"model":"m"})").body;
  EXPECT_NE(shown.find(R"("qwen.context_length":8192)"), std::string::npos) << shown;
  EXPECT_NE(shown.find(R"("capabilities":["completion","tools"])"), std::string::npos) << shown;
  EXPECT_EQ(ask("GET", "/api/ps").body, R"({"models":[]})");
  EXPECT_EQ(ask("GET", "/api/version").body, R"({"version":"0.13.0"})");
  EXPECT_EQ(ask("HEAD", "/api/version").head.status, 200);
}

}  // namespace
}  // namespace quorum::api::ollama
