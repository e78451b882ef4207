#include "app/config/deployments.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

Config read(const std::string& yaml, std::map<std::string, std::string> variables = {}) {
  variables.emplace("HOME", "/home/ada");
  auto config = read_config({.environment = std::move(variables), .yaml = yaml});
  EXPECT_TRUE(config) << config.error().message;
  return config.value_or(Config{});
}

std::string fault(const std::string& yaml) {
  const auto config = read_config({.environment = {{"HOME", "/home/ada"}}, .yaml = yaml});
  return config ? "(none)" : config.error().message;
}

std::string row(const std::string& params) {
  return "model_list:\n  - model_name: mine\n    litellm_params: {" + params + "}\n";
}

Deployment deployed(const std::string& params, std::map<std::string, std::string> variables = {}) {
  const auto config = read(row(params), std::move(variables));
  EXPECT_EQ(config.deployments.size(), 1U);
  return config.deployments.empty() ? Deployment{} : config.deployments[0];
}

TEST(Deployments, AProviderOfOnesOwnSpeaksAKnownDialect) {
  const auto config = read(
      "providers:\n"
      "  lab: {base_url: 'http://gpu:8000/v1', api_key: 'env:LAB_KEY'}\n"
      "  claudish: {base_url: http://c, dialect: anthropic}\n",
      {{"LAB_KEY", "k-1"}});
  const auto& lab = config.providers.at("lab");
  EXPECT_EQ(lab.vendor, "openai_compatible");
  EXPECT_EQ(lab.dialect, llm::Dialect::none);
  EXPECT_EQ(lab.base_url, "http://gpu:8000/v1");
  EXPECT_EQ(lab.api_key.reveal(), "k-1");
  EXPECT_EQ(lab.key_variable, "LAB_KEY");
  EXPECT_EQ(config.providers.at("claudish").vendor, "anthropic");
  EXPECT_EQ(config.providers.at("claudish").dialect, llm::Dialect::anthropic);
}

TEST(Deployments, AProviderThatSaysItWronglyIsTold) {
  EXPECT_TRUE(fault("providers: {lab: {base_url: x, dialect: klingon}}")
                  .starts_with("`providers.lab.dialect` must be one of openai, openai_chat, "));
  EXPECT_EQ(fault("providers: {lab: {base_url: x, api_key: sk-secret}}"),
            "`providers.lab.api_key` must name the variable that holds the key, as "
            "`env:MY_KEY`: keys do not belong into the file.");
  EXPECT_EQ(fault("providers: {lab: {base_url: x, api_key: 'env:NOPE'}}"),
            "`providers.lab.api_key` names the variable NOPE, which is not set.");
}

TEST(Deployments, AModelGoesByItsPrefixItsNameOrItsAddress) {
  EXPECT_EQ(deployed("model: groq/llama-3").provider.vendor, "groq");
  EXPECT_EQ(deployed("model: groq/llama-3").model, "llama-3");
  EXPECT_EQ(deployed("model: together_ai/meta/llama").provider.vendor, "together");
  EXPECT_EQ(deployed("model: together_ai/meta/llama").model, "meta/llama");
  EXPECT_EQ(deployed("model: claude-sonnet-4-5").provider.vendor, "anthropic");
  EXPECT_EQ(deployed("model: x, custom_llm_provider: mistral").provider.vendor, "mistral");
  EXPECT_EQ(deployed("model: qwen3, api_base: http://x").provider.vendor, "openai_compatible");
  EXPECT_EQ(deployed("model: openai/qwen3, api_base: http://x").provider.vendor,
            "openai_compatible");
  EXPECT_EQ(deployed("model: openai/gpt-5, api_base: http://x").provider.vendor, "openai");
  EXPECT_EQ(fault(row("model: qwen3")),
            "`model_list.mine`: nobody is known to have the model `qwen3`; write PROVIDER/MODEL "
            "or give its `api_base`.");
}

TEST(Deployments, ANameMayHoldAStar) {
  const auto config = read(
      "model_list:\n"
      "  - {model_name: 'openai/*', litellm_params: {model: 'openai/*'}}\n"
      "  - {model_name: 'lab-*', litellm_params: {model: 'openai/*', api_base: 'http://x'}}\n"
      "  - {model_name: '*', litellm_params: {model: '*'}}\n");
  ASSERT_EQ(config.deployments.size(), 2U);
  EXPECT_EQ(config.deployments[0].provider.vendor, "openai");
  EXPECT_EQ(config.deployments[0].model, "*");
  EXPECT_EQ(config.deployments[1].provider.vendor, "openai_compatible");
}

TEST(Deployments, KeysComeFromTheRowOrTheEnvironmentAndGoToNoStranger) {
  const std::map<std::string, std::string> variables{
      {"OPENAI_API_KEY", "sk-house"}, {"AZURE_API_KEY", "az-house"}, {"K", "sk-row"}};
  EXPECT_EQ(deployed("model: openai/gpt-5", variables).provider.api_key.reveal(), "sk-house");
  EXPECT_EQ(
      deployed("model: openai/gpt-5, api_key: os.environ/K", variables).provider.api_key.reveal(),
      "sk-row");
  EXPECT_EQ(deployed("model: openai/gpt-5, api_key: sk-plain", variables).provider.api_key.reveal(),
            "sk-plain");
  EXPECT_TRUE(
      deployed("model: openai/gpt-5, api_base: http://x", variables).provider.api_key.empty());
  const auto azure =
      deployed("model: azure/dep, api_base: 'https://r.azure.com', api_version: v1", variables);
  EXPECT_EQ(azure.provider.api_key.reveal(), "az-house");
  EXPECT_EQ(azure.provider.settings.at("api_version").reveal(), "v1");
}

TEST(Deployments, WhatIsNotUsedIsSaid) {
  EXPECT_EQ(read(row("model: groq/x, rpm: 3")).notices,
            std::vector<std::string>{"model_list: rpm of `mine` is not used."});
}

}  // namespace
}  // namespace quorum::app
