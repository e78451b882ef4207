#include "app/pricing.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

constexpr UnixMs kNow = 1'795'000'000'000;  // November 2026.

const llm::PriceBook& book() {
  static const auto kBook = llm::PriceBook::built_in();
  return *kBook;
}

std::string prompt_price(std::string_view vendor, std::string_view model) {
  const auto facts = facts_of(book(), vendor, model, kNow);
  const auto price = facts ? facts->price(0) : std::nullopt;
  return price ? price->prompt.str() : "unknown";
}

TEST(Pricing, FindsAVendorsModelByOurNames) {
  EXPECT_EQ(prompt_price("openai", "gpt-4"), "0.00003");
  EXPECT_EQ(prompt_price("openai", "gpt-3.5-turbo"), "0.0000005");
  for (const auto& [vendor, model] : {std::pair{"gemini", "gemini-2.5-flash"},
                                      {"xai", "grok-4"},
                                      {"moonshot", "kimi-k2-0905-preview"},
                                      {"anthropic", "claude-sonnet-4-5"},
                                      {"mistral", "mistral-large-latest"},
                                      {"deepseek", "deepseek-chat"},
                                      {"groq", "llama-3.3-70b-versatile"}}) {
    EXPECT_NE(prompt_price(vendor, model), "unknown") << vendor << "/" << model;
  }
}

TEST(Pricing, TheUnknownIsNotFreeButWhatRunsHereIs) {
  EXPECT_EQ(prompt_price("openai", "no-such"), "unknown");
  EXPECT_EQ(prompt_price("acme", "gpt-4"), "unknown");
  EXPECT_EQ(estimate(book(), "local", "smollm2-135m", "Hi", kNow).cost_usd, Money{});
}

TEST(Pricing, AnEstimateIsTokensTimesTheirPrice) {
  const auto found = estimate(book(), "openai", "gpt-4", "Hello world", kNow);
  ASSERT_GT(found.tokens, 0);
  ASSERT_TRUE(found.cost_usd);
  EXPECT_EQ(*found.cost_usd, Money::pico_usd(30'000'000) * found.tokens);
  EXPECT_EQ(found.method, "estimate:letters-by-script");
  EXPECT_FALSE(estimate(book(), "openai", "no-such", "Hello", kNow).cost_usd);
  EXPECT_EQ(estimate(book(), "openai", "gpt-4", "", kNow).cost_usd, Money{});
}

TEST(Pricing, TellsWhoRecordsWhatModelsCost) {
  const auto find = facts_in(book());
  const auto known = find("openai", "gpt-4o");
  ASSERT_TRUE(known);
  EXPECT_EQ(known->price(10)->prompt.str(), "0.0000025");
  EXPECT_FALSE(find("openai", "no-such-model"));
  EXPECT_EQ(find("local", "any")->price(10)->prompt, Money{});
}

}  // namespace
}  // namespace quorum::app
