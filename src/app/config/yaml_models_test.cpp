#include "app/config/yaml_models.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

using Names = std::vector<std::string>;

YamlModels read(std::string_view text) {
  auto models = read_yaml_models(text);
  EXPECT_TRUE(models) << models.error().message;
  return models.value_or(YamlModels{});
}

std::string fault(std::string_view text) {
  const auto models = read_yaml_models(text);
  return models ? "(none)" : models.error().message;
}

TEST(YamlModels, AProviderOfOnesOwnHasAnAddress) {
  const auto models = read(
      "providers:\n"
      "  openai: {base_url: http://x/v1}\n"
      "  backoffice: {base_url: http://gpu:8000/v1, api_key: 'env:GPU_KEY'}\n"
      "  opnai: {base_url: http://y, dialect: anthropic}\n");
  ASSERT_EQ(models.providers.size(), 2U);
  EXPECT_EQ(models.providers[0].name, "backoffice");
  EXPECT_EQ(models.providers[0].values,
            (Texts{{"api_key", "env:GPU_KEY"}, {"base_url", "http://gpu:8000/v1"}}));
  EXPECT_EQ(models.providers[1].name, "opnai");
  EXPECT_EQ(models.taken, (Names{"providers.backoffice", "providers.opnai"}));
}

TEST(YamlModels, WhatLooksLikeASlipIsLeftToWhoNamesIt) {
  EXPECT_TRUE(read("providers: {opnai: {base_url: http://x}}").taken.empty());
  EXPECT_TRUE(read("providers: {gorq: {api_key: x}}").taken.empty());
  EXPECT_TRUE(read("providers: x").taken.empty());
  EXPECT_EQ(fault("providers: {mine: {base_url: x, keys: y}}"),
            "`providers.mine.keys` is not known; a provider has base_url, api_key, dialect, "
            "api_version, proxy.");
}

TEST(YamlModels, ALiteLlmFileIsReadAndItsRestNamed) {
  const auto models = read(
      "model_list:\n"
      "  - model_name: fast\n"
      "    litellm_params: {model: groq/llama, api_key: os.environ/K, rpm: 3, tags: [a]}\n"
      "  - model_name: fast\n"
      "    litellm_params:\n      model: openai/gpt-4o\n      api_base: http://x\n"
      "    model_info: {id: 1}\n"
      "litellm_settings: {drop_params: true}\n"
      "general_settings:\n  master_key: sk-secret\n  database_url: x\n");
  ASSERT_EQ(models.deployments.size(), 2U);
  EXPECT_EQ(models.deployments[0].name, "fast");
  EXPECT_EQ(models.deployments[0].values,
            (Texts{{"api_key", "os.environ/K"}, {"model", "groq/llama"}}));
  EXPECT_EQ(models.deployments[1].values,
            (Texts{{"api_base", "http://x"}, {"model", "openai/gpt-4o"}}));
  EXPECT_EQ(models.taken, (Names{"general_settings", "model_list", "litellm_settings"}));
  EXPECT_EQ(models.master_key, "sk-secret");
  EXPECT_EQ(models.notices, (Names{"general_settings: database_url is not used.",
                                   "model_list: rpm, tags of `fast` is not used.",
                                   "The configuration file's litellm_settings is not used."}));
}

TEST(YamlModels, TheMasterKeyNeedsNoModelList) {
  EXPECT_EQ(read("general_settings: {master_key: os.environ/K}").master_key, "os.environ/K");
  EXPECT_EQ(read("general_settings: {master_key: }").master_key, "");
  EXPECT_EQ(read("general_settings: {}").master_key, std::nullopt);
  EXPECT_EQ(fault("general_settings: x"), "`general_settings` must be a mapping.");
  EXPECT_EQ(fault("general_settings: {master_key: [a]}"),
            "`general_settings.master_key` must be a plain value.");
}

TEST(YamlModels, ARowThatSaysTooLittleIsNamed) {
  EXPECT_EQ(fault("model_list: x"), "`model_list` must be a list.");
  EXPECT_EQ(fault("model_list: [x]"),
            "`model_list.0` must have a `model_name` and `litellm_params`.");
  EXPECT_EQ(fault("model_list: [{model_name: a, litellm_params: {api_key: x}}]"),
            "`model_list.0.litellm_params.model` is missing.");
  EXPECT_TRUE(fault("a: [").starts_with("The configuration file is not YAML"));
  EXPECT_EQ(fault(""), "(none)");
}

}  // namespace
}  // namespace quorum::app
