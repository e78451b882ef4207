#include "app/guards.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

using gateway::Promise;
using llm::Dialect;

Promise promise(std::string_view vendor, Dialect dialect, std::string_view model) {
  return promise_of(*providers::find_vendor(vendor), dialect, model);
}

TEST(Guards, KnowWhoKeepsToSchemas) {
  EXPECT_EQ(promise("openai", Dialect::openai_chat, "gpt-4o"), Promise::json_schema);
  EXPECT_EQ(promise("deepseek", Dialect::openai_chat, "deepseek-chat"), Promise::json_object);
  EXPECT_EQ(promise("gemini", Dialect::gemini, "gemini-2.5-flash"), Promise::json_schema);
  EXPECT_EQ(promise("bedrock", Dialect::bedrock, "amazon.nova-lite-v1:0"), Promise::nothing);
  EXPECT_EQ(promise("anthropic", Dialect::anthropic, "claude-sonnet-4-5"), Promise::json_schema);
  for (const auto* old : {"claude-3-5-haiku-20241022", "claude-sonnet-4-20250514",
                          "claude-opus-4-1-20250805", "anthropic.claude-3-sonnet-20240229-v1:0"}) {
    EXPECT_EQ(promise("anthropic", Dialect::anthropic, old), Promise::nothing) << old;
  }
}

TEST(Guards, KnowWhatAModelTakes) {
  const auto book = llm::PriceBook::built_in();
  const auto find = limits_of(*book, "openai");
  for (int times = 0; times < 2; ++times) {
    EXPECT_EQ(find("gpt-3.5-turbo").context_tokens, 16'385);
    EXPECT_EQ(find("gpt-3.5-turbo").can.images, false);
    EXPECT_EQ(find("gpt-4o").can.images, true);
    EXPECT_EQ(find("no-such-model").context_tokens, std::nullopt);
    EXPECT_EQ(find("no-such-model").can, llm::Capabilities{});
  }
}

}  // namespace
}  // namespace quorum::app
