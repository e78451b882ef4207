#include "dialects/gemini/model.hpp"

#include <gtest/gtest.h>

namespace quorum::gemini {
namespace {

using Thinking = Model::Thinking;

TEST(Model, OldOnesDoNotThink) {
  for (const auto* name : {"gemini-1.5-flash", "gemini-2.0-flash", "gemma-3-27b-it", "gemini-pro",
                           "models/gemini-2.5-flash-image", "gemini-2.5-flash-preview-tts"}) {
    EXPECT_EQ(model_of(name).thinking, Thinking::none) << name;
    EXPECT_FALSE(model_of(name).demands_seals) << name;
  }
}

TEST(Model, TheMiddleOnesTakeBudgets) {
  const auto flash = model_of("gemini-2.5-flash");
  EXPECT_EQ(flash.thinking, Thinking::budgets);
  EXPECT_TRUE(flash.can_think_not);
  EXPECT_FALSE(flash.demands_seals);
  EXPECT_FALSE(flash.takes_format_with_tools);
  const auto pro = model_of("publishers/google/models/gemini-2.5-pro-preview-03-25");
  EXPECT_FALSE(pro.can_think_not);
  EXPECT_EQ(pro.budget_min, 128);
  EXPECT_EQ(pro.budget_max, 32'768);
  EXPECT_EQ(model_of("gemini-2.5-flash-lite").budget_min, 512);
}

TEST(Model, NewAndUnknownOnesTakeLevels) {
  for (const auto* name :
       {"gemini-3-flash-preview", "gemini-3.6-flash", "gemini-flash-latest", "tuned-by-somebody"}) {
    EXPECT_EQ(model_of(name).thinking, Thinking::levels) << name;
    EXPECT_TRUE(model_of(name).demands_seals) << name;
    EXPECT_TRUE(model_of(name).has_minimal) << name;
  }
  EXPECT_FALSE(model_of("gemini-3-pro-preview").has_medium);
  EXPECT_TRUE(model_of("gemini-3.1-pro-preview").has_medium);
  EXPECT_FALSE(model_of("gemini-3.1-pro-preview").has_minimal);
}

}  // namespace
}  // namespace quorum::gemini
