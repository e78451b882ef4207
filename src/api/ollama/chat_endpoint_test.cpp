#include "api/ollama/chat_endpoint.hpp"

#include "api/ollama/fixture.hpp"

namespace quorum::api::ollama {
namespace {

using OllamaChat = OllamaFixture;

TEST(OllamaNames, LatestFallsAwayOnlyWhereItMust) {
  const auto loop = async::Loop::simulated(1);
  testkit::ScriptedModels models(*loop);
  models.add("m", {});
  models.add("own:latest", {});
  EXPECT_EQ(known_name(models, "m"), "m");
  EXPECT_EQ(known_name(models, "m:latest"), "m");
  EXPECT_EQ(known_name(models, "own:latest"), "own:latest");
  EXPECT_EQ(known_name(models, "none:latest"), "none:latest");
  EXPECT_EQ(known_name(models, ":latest"), ":latest");
  EXPECT_EQ(known_name(models, ""), "");
}

TEST_F(OllamaChat, LatestIsTheBareNamesModel) {
  post("/api/chat", R"({"model":"m:latest","messages":[{"role":"user","content":"x"}]})");
  EXPECT_EQ(calls_.at(0).model, "m");
  EXPECT_EQ(post("/api/show", R"({"model":"m:latest"})").head.status, 200);
  EXPECT_EQ(error_of("/api/show", R"({"model":"none:latest"})"), "404");
}

TEST_F(OllamaChat, ARequestThatAsksNothingIsToldThatTheModelIsThere) {
  const auto answer = post("/api/generate", R"({"model":"m"})");
  EXPECT_EQ(answer.head.status, 200);
  EXPECT_NE(answer.body.find(R"("done":true,"done_reason":"load")"), std::string::npos);
  EXPECT_TRUE(calls_.empty());
  EXPECT_EQ(error_of("/api/generate", R"({"model":"none"})"), "404");
}

}  // namespace
}  // namespace quorum::api::ollama
