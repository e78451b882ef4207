#include "dialects/ollama/catalog.hpp"

#include <gtest/gtest.h>

#include <array>

namespace quorum::ollama {
namespace {

llm::ModelInfo model() {
  return {.id = "openai/gpt",
          .provider = "openai",
          .context_tokens = 128'000,
          .capabilities = {.tools = true, .images = true, .reasoning = false},
          .created_ms = 1'800'000'000'000};
}

constexpr std::string_view kDetails =
    R"("details":{"parent_model":"","format":"","family":"openai","families":["openai"],)"
    R"("parameter_size":"","quantization_level":""})";

// sha256("openai/gpt")
constexpr std::string_view kName =
    R"("name":"openai/gpt","model":"openai/gpt","size":0,)"
    R"("digest":"788848c0ede8b80ecaa48774324af287a179a721ac32ce6bc5208684fcc30f82",)";

TEST(Catalog, TheListNamesEveryModel) {
  const std::array models{model()};
  const auto tags = write_tags(models);
  EXPECT_EQ(tags, std::string{R"({"models":[{)"}.append(kName).append(kDetails).append(
                      R"(,"modified_at":"2027-01-15T08:00:00.000Z"}]})"));
  EXPECT_EQ(write_tags({}), R"({"models":[]})");
  EXPECT_EQ(write_running(models),
            std::string{R"({"models":[{)"}.append(kName).append(kDetails).append(
                R"(,"size_vram":0,"context_length":128000}]})"));
}

TEST(Catalog, AModelShowsWhatItCanDo) {
  EXPECT_EQ(
      write_show(model()),
      std::string{R"({"modelfile":"","parameters":"","template":"",)"}.append(kDetails).append(
          R"(,"model_info":{"general.architecture":"openai",)"
          R"("general.basename":"openai/gpt","openai.context_length":128000},)"
          R"("capabilities":["completion","tools","vision"],)"
          R"("modified_at":"2027-01-15T08:00:00.000Z"})"));
  auto thinking = model();
  thinking.is_local = true;
  thinking.family = "qwen";
  thinking.context_tokens.reset();
  thinking.capabilities = {.reasoning = true};
  const auto shown = write_show(thinking);
  EXPECT_NE(shown.find(R"("capabilities":["completion","thinking"])"), std::string::npos);
  EXPECT_NE(shown.find(R"("format":"gguf","family":"qwen")"), std::string::npos);
  EXPECT_EQ(shown.find("context_length"), std::string::npos);
}

TEST(Catalog, TheModelAskedAboutHasTwoNames) {
  EXPECT_EQ(read_show(R"({"model":"a"})"), "a");
  EXPECT_EQ(read_show(R"({"name":"a"})"), "a");
  EXPECT_EQ(read_show(R"({"model":"a","name":"b","verbose":true})"), "a");
  EXPECT_EQ(read_show("{}").error().field, "model");
  EXPECT_FALSE(read_show("[]"));
  EXPECT_FALSE(read_show(R"({"model":3})"));
}

TEST(Catalog, TheVersionIsOllamas) { EXPECT_EQ(write_version(), R"({"version":"0.13.0"})"); }

}  // namespace
}  // namespace quorum::ollama
