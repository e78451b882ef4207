#include "dialects/gemini/thinking.hpp"

#include <gtest/gtest.h>

namespace quorum::gemini {
namespace {

llm::Thinking read(std::string_view text) {
  const auto document = json::Document::parse(text);
  return read_thinking(Fields{{.value = document->root(), .at = "t"}}).value();
}

TEST(Thinking, BudgetsAndLevelsAreRead) {
  EXPECT_EQ(read(R"({"thinkingBudget":128,"includeThoughts":true})"),
            (llm::Thinking{.budget_tokens = 128, .summary = "auto"}));
  EXPECT_EQ(read(R"({"thinking_budget":0,"include_thoughts":false})"),
            (llm::Thinking{.is_on = false, .summary = "omitted"}));
  EXPECT_EQ(read(R"({"thinkingBudget":-1})"), (llm::Thinking{.is_adaptive = true}));
  EXPECT_EQ(read(R"({"thinkingLevel":"high"})"), (llm::Thinking{.effort = "high"}));
}

TEST(Thinking, WhatIsNoBudgetIsRefused) {
  const auto document = json::Document::parse(R"({"thinkingLevel":"SOME"})");
  const auto read = read_thinking(Fields{{.value = document->root(), .at = "t"}});
  EXPECT_EQ(read.error().message, "`t.thinkingLevel` must be MINIMAL, LOW, MEDIUM or HIGH.");
}

TEST(Thinking, EffortsBecomeBudgets) {
  const auto flash = model_of("gemini-2.5-flash");
  const auto budget = [](const char* effort, const Model& model) {
    return thinking_config({.effort = effort}, model).budget;
  };
  EXPECT_EQ(budget("none", flash), 0);
  EXPECT_EQ(budget("minimal", flash), 1024);
  EXPECT_EQ(budget("low", flash), 1024);
  EXPECT_EQ(budget("medium", flash), 8192);
  EXPECT_EQ(budget("high", flash), 24'576);
  EXPECT_EQ(budget("max", flash), 24'576);
  EXPECT_EQ(budget("max", model_of("gemini-2.5-pro")), 32'768);
  const auto off = thinking_config({.effort = "none"}, model_of("gemini-2.5-pro"));
  EXPECT_EQ(off, (ThinkingConfig{.budget = 128, .is_off_refused = true}));
}

TEST(Thinking, BudgetsAreBroughtIntoTheModelsRange) {
  EXPECT_EQ(thinking_config({.budget_tokens = 100'000}, model_of("gemini-2.5-flash")).budget,
            24'576);
  EXPECT_EQ(thinking_config({.budget_tokens = 5}, model_of("gemini-2.5-flash-lite")).budget, 512);
  EXPECT_EQ(thinking_config({.is_adaptive = true}, model_of("gemini-2.5-flash")).budget, -1);
  // Some do not think unless they are told to.
  EXPECT_EQ(thinking_config({.is_on = true}, model_of("gemini-2.5-flash-lite")).budget, -1);
}

TEST(Thinking, NewModelsAreToldALevel) {
  const auto flash = model_of("gemini-3-flash-preview");
  const auto pro = model_of("gemini-3-pro-preview");
  EXPECT_EQ(thinking_config({.effort = "none"}, flash),
            (ThinkingConfig{.level = "MINIMAL", .is_off_refused = true}));
  EXPECT_EQ(thinking_config({.effort = "minimal"}, pro).level, "LOW");
  EXPECT_EQ(thinking_config({.effort = "medium"}, flash).level, "MEDIUM");
  EXPECT_EQ(thinking_config({.effort = "medium"}, pro).level, "HIGH");
  EXPECT_EQ(thinking_config({.budget_tokens = 1024}, flash).level, "LOW");
  EXPECT_EQ(thinking_config({.budget_tokens = 5000}, flash).level, "MEDIUM");
  EXPECT_EQ(thinking_config({.budget_tokens = 50'000}, flash).level, "HIGH");
  EXPECT_EQ(thinking_config({.effort = "high"}, flash).budget, std::nullopt);
}

TEST(Thinking, ThoughtsAreToldUnlessOmittedOrOff) {
  const auto model = model_of("gemini-3-flash");
  EXPECT_EQ(thinking_config({.effort = "low"}, model).include, true);
  EXPECT_EQ(thinking_config({.effort = "low", .summary = "omitted"}, model).include, false);
  EXPECT_EQ(thinking_config({.is_on = false}, model_of("gemini-2.5-flash")).include, std::nullopt);
  EXPECT_FALSE(thinking_config({}, model).is_given());
  EXPECT_FALSE(thinking_config({.effort = "low"}, model_of("gemini-2.0-flash")).is_given());
}

}  // namespace
}  // namespace quorum::gemini
