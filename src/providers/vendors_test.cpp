#include "providers/vendors.hpp"

#include <gtest/gtest.h>

#include <set>

namespace quorum::providers {
namespace {

std::string vendor_name(std::string_view model) {
  const auto* vendor = vendor_of(model);
  return vendor == nullptr ? "none" : std::string{vendor->name};
}

TEST(Vendors, AreKnownByTheNamesOfTheirModels) {
  EXPECT_EQ(vendor_name("gpt-4"), "openai");
  EXPECT_EQ(vendor_name("o3"), "openai");
  EXPECT_EQ(vendor_name("o3-mini"), "openai");
  EXPECT_EQ(vendor_name("claude-3-opus"), "anthropic");
  EXPECT_EQ(vendor_name("gemini-2.5-pro"), "gemini");
  EXPECT_EQ(vendor_name("mistral-large-latest"), "mistral");
  EXPECT_EQ(vendor_name("deepseek-chat"), "deepseek");
  EXPECT_EQ(vendor_name("grok-4"), "xai");
  EXPECT_EQ(vendor_name("sonar-pro"), "perplexity");
  // Not theirs, or nobody's.
  EXPECT_EQ(vendor_name("gpt-oss-120b"), "none");
  EXPECT_EQ(vendor_name("o3000"), "none");
  EXPECT_EQ(vendor_name("no-such-model"), "none");
  EXPECT_EQ(vendor_name(""), "none");
}

TEST(Vendors, EveryOneCanBeAskedAndNoTwoAreTheSame) {
  std::set<std::string_view> names;
  for (const auto& vendor : vendors()) {
    EXPECT_TRUE(names.insert(vendor.name).second) << vendor.name;
    EXPECT_EQ(find_vendor(vendor.name), &vendor);
    for (const auto alias : vendor.aliases) {
      EXPECT_TRUE(names.insert(alias).second) << alias;
      EXPECT_EQ(find_vendor(alias), &vendor);
    }
    EXPECT_FALSE(vendor.key_variables.empty() && vendor.token_variables.empty()) << vendor.name;
    EXPECT_FALSE(vendor.base_url_variables.empty()) << vendor.name;
    EXPECT_FALSE(vendor.base_url.ends_with('/')) << vendor.name;
    EXPECT_FALSE(vendor.offers.empty()) << vendor.name;
    for (const auto model : vendor.models) {
      if (!vendor.model_prefixes.empty()) EXPECT_EQ(vendor_of(model), &vendor) << model;
    }
  }
  EXPECT_EQ(find_vendor("acme"), nullptr);
}

TEST(Vendors, AreKnownByTheNamesThatLiteLlmUses) {
  EXPECT_EQ(find_vendor("together_ai")->name, "together");
  EXPECT_EQ(find_vendor("fireworks_ai")->name, "fireworks");
  EXPECT_EQ(find_vendor("hosted_vllm")->name, "vllm");
  EXPECT_EQ(find_vendor("lm_studio")->name, "lmstudio");
  EXPECT_EQ(find_vendor("nvidia_nim")->name, "nvidia");
  EXPECT_EQ(find_vendor("cohere_chat")->name, "cohere");
  EXPECT_EQ(find_vendor("ollama_chat")->name, "ollama");
  EXPECT_EQ(find_vendor("vertex_ai")->name, "vertex");
  EXPECT_EQ(find_vendor("azure_ai")->name, "azure_ai");
  EXPECT_EQ(find_vendor("openai_like")->name, "openai_compatible");
}

TEST(Vendors, AWordThatChoosesAnEndpointIsNoPartOfAModelsName) {
  const auto& bedrock = *find_vendor("bedrock");
  EXPECT_EQ(plain_model(bedrock, "converse/amazon.nova-pro-v1:0"), "amazon.nova-pro-v1:0");
  EXPECT_EQ(plain_model(bedrock, "amazon.nova-pro-v1:0"), "amazon.nova-pro-v1:0");
  EXPECT_EQ(plain_model(bedrock, "converse/"), "converse/");
  EXPECT_EQ(plain_model(*find_vendor("gemini"), "models/gemini-2.5-pro"), "gemini-2.5-pro");
  EXPECT_EQ(plain_model(*find_vendor("groq"), "converse/x"), "converse/x");
}

TEST(Families, AreKnownByNameWhereverTheModelRuns) {
  EXPECT_EQ(family_of("groq/llama-3.3-70b-versatile"), "llama");
  EXPECT_EQ(family_of("local/qwen2.5-coder-0.5b"), "qwen");
  EXPECT_EQ(family_of("local/smollm2-135m"), "huggingface");
  EXPECT_EQ(family_of("openrouter/anthropic/claude-3-opus"), "anthropic");
  EXPECT_EQ(family_of("o3-mini"), "openai");
  EXPECT_EQ(family_of("openai/gpt-oss-120b"), "openai");
  EXPECT_EQ(family_of("DeepSeek-R1-Distill-Qwen-7B"), "deepseek");
  EXPECT_EQ(family_of("my-graphite"), "");
}

TEST(Spellings, ReasoningModelsAreNotSentWhatTheyRefuse) {
  const auto& openai = *find_vendor("openai");
  EXPECT_TRUE(quirks_for(openai, "o3-mini").openai.refuses_sampling);
  EXPECT_TRUE(quirks_for(openai, "gpt-5").openai.refuses_sampling);
  EXPECT_FALSE(quirks_for(openai, "gpt-5-chat-latest").openai.refuses_sampling);
  EXPECT_FALSE(quirks_for(openai, "gpt-4o").openai.refuses_sampling);
  EXPECT_FALSE(quirks_for(*find_vendor("groq"), "openai/gpt-5").openai.refuses_sampling);
  EXPECT_EQ(quirks_for(*find_vendor("mistral"), "x").openai.seed_name, "random_seed");
}

TEST(Spellings, OlderModelsAreLimitedByTheNameThatEveryImitatorKnows) {
  const auto& openai = *find_vendor("openai");
  using TokensMax = dialects::OpenAiQuirks::TokensMax;
  EXPECT_EQ(quirks_for(openai, "gpt-3.5-turbo").openai.tokens_max, TokensMax::max_tokens);
  EXPECT_EQ(quirks_for(openai, "gpt-4o").openai.tokens_max, TokensMax::max_tokens);
  EXPECT_EQ(quirks_for(openai, "gpt-5").openai.tokens_max, TokensMax::max_completion_tokens);
  EXPECT_EQ(quirks_for(openai, "o3").openai.tokens_max, TokensMax::max_completion_tokens);
}

}  // namespace
}  // namespace quorum::providers
