#include "dialects/anthropic/model.hpp"

#include <gtest/gtest.h>

namespace quorum::anthropic {
namespace {

TEST(Model, ItsVersionIsFoundInEveryVendorsSpelling) {
  for (const auto* name :
       {"claude-3-7-sonnet-20250219", "claude-3-7-sonnet@20250219",
        "us.anthropic.claude-3-7-sonnet-20250219-v1:0", "claude-3.7-sonnet",
        "claude-sonnet-4-20250514", "claude-sonnet-4@20250514", "anthropic/claude-sonnet-4"}) {
    const auto traits = traits_of(name);
    EXPECT_TRUE(traits.takes_both_samplings) << name;
    EXPECT_FALSE(traits.takes_schema) << name;
    EXPECT_EQ(traits.tokens_max, 16384) << name;
  }
  for (const auto* name : {"claude-opus-4-6", "claude-opus-4.6-20260205", "claude-4-6-opus"}) {
    const auto traits = traits_of(name);
    EXPECT_TRUE(traits.takes_sampling && traits.takes_budget && traits.takes_adaptive) << name;
    EXPECT_FALSE(traits.takes_both_samplings || traits.takes_inline_system) << name;
  }
}

TEST(Model, TheNewestTakeNoSamplingAndThinkAsTheyLike) {
  for (const auto* name : {"claude-opus-4-8", "claude-opus-5", "claude-fable-5-1",
                           "claude-opus-5-5", "claude-opus-latest", "anthropic.claude-opus-5-v1"}) {
    const auto traits = traits_of(name);
    EXPECT_FALSE(traits.takes_sampling || traits.takes_budget) << name;
    EXPECT_TRUE(traits.takes_adaptive && traits.takes_schema && traits.takes_inline_system) << name;
  }
}

TEST(Model, OfAnUnknownNameTheMostCompatibleIsAssumed) {
  for (const auto* name : {"deepseek-chat", "my-alias", "", "claude", "opus-4-8"}) {
    const auto traits = traits_of(name);
    EXPECT_TRUE(traits.takes_sampling && traits.takes_budget && traits.takes_schema) << name;
    EXPECT_FALSE(traits.takes_adaptive) << name;
    EXPECT_EQ(traits.tokens_max, 8192) << name;
  }
  EXPECT_EQ(traits_of("claude-3-opus-20240229").tokens_max, 4096);
  EXPECT_EQ(traits_of("claude-3-5-haiku-latest").tokens_max, 8192);
  EXPECT_EQ(traits_of("claude-2.1").tokens_max, 4096);
}

}  // namespace
}  // namespace quorum::anthropic
