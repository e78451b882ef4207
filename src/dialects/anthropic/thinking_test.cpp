#include "dialects/anthropic/thinking.hpp"

#include <gtest/gtest.h>

namespace quorum::anthropic {
namespace {

using llm::Chat;
using llm::Thinking;

constexpr Traits kOlder{.tokens_max = 8192};
constexpr Traits kNewest{.takes_budget = false, .takes_adaptive = true, .takes_xhigh = true};

/// `enabled 2048 max 10240`, `adaptive high`, `disabled`, or `-`; and what was dropped.
std::string planned(const Chat& chat, const Traits& traits) {
  Losses losses;
  const auto turns = turns_of(chat, traits, losses);
  const auto plan = plan_thinking(chat, traits, turns, losses);
  std::string text = "-";
  if (plan.type == ThinkingPlan::Type::disabled) text = "disabled";
  if (plan.type == ThinkingPlan::Type::adaptive) text = "adaptive";
  if (plan.type == ThinkingPlan::Type::enabled) {
    text = "enabled " + std::to_string(plan.budget_tokens);
    text += " max " + std::to_string(plan.tokens_max);
  }
  if (!plan.effort.empty()) text.append(" ").append(plan.effort);
  if (!plan.display.empty()) text.append(" ").append(plan.display);
  for (const auto& name : losses.dropped.take()) text += " !" + name;
  return text;
}

std::string effort(std::string_view word, const Traits& traits) {
  return planned({.messages = {}, .thinking = Thinking{.effort = std::string{word}}}, traits);
}

TEST(Thinking, AnEffortBecomesABudget) {
  EXPECT_EQ(effort("minimal", kOlder), "enabled 1024 max 9216");
  EXPECT_EQ(effort("low", kOlder), "enabled 1024 max 9216");
  EXPECT_EQ(effort("medium", kOlder), "enabled 2048 max 10240");
  EXPECT_EQ(effort("high", kOlder), "enabled 4096 max 12288");
  EXPECT_EQ(effort("xhigh", kOlder), "enabled 8192 max 16384");
  EXPECT_EQ(effort("max", kOlder), "enabled 16384 max 24576");
  EXPECT_EQ(effort("none", kOlder), "disabled");
  EXPECT_EQ(effort("none", {.thinks = false}), "-");
  EXPECT_EQ(effort("odd", kOlder), "enabled 2048 max 10240");
}

TEST(Thinking, OrStaysAnEffort) {
  EXPECT_EQ(effort("minimal", kNewest), "adaptive low");
  EXPECT_EQ(effort("xhigh", kNewest), "adaptive xhigh");
  auto before = kNewest;
  before.takes_xhigh = false;
  EXPECT_EQ(effort("xhigh", before), "adaptive high");
  EXPECT_EQ(effort("none", kNewest), "disabled");
}

TEST(Thinking, BudgetsAndSwitches) {
  const auto of = [](Thinking thinking, const Traits& traits) {
    return planned({.messages = {}, .thinking = std::move(thinking)}, traits);
  };
  EXPECT_EQ(of({.budget_tokens = 3000}, kOlder), "enabled 3000 max 11192");
  EXPECT_EQ(of({.budget_tokens = 1}, kOlder), "enabled 1024 max 9216");
  EXPECT_EQ(of({.budget_tokens = -1}, kOlder), "enabled 2048 max 10240");
  EXPECT_EQ(of({.budget_tokens = 0}, kOlder), "disabled");
  EXPECT_EQ(of({.budget_tokens = 3000}, kNewest), "adaptive high");
  EXPECT_EQ(of({.budget_tokens = 99999}, kNewest), "adaptive max");
  EXPECT_EQ(of({.is_on = true}, kOlder), "enabled 2048 max 10240");
  EXPECT_EQ(of({.is_on = true, .summary = "detailed"}, kNewest), "adaptive summarized");
  EXPECT_EQ(of({.is_on = false}, kNewest), "disabled");
  EXPECT_EQ(of({.summary = "auto"}, kNewest), "-");
}

TEST(Thinking, ABudgetLeavesRoomForTheAnswer) {
  const auto of = [](std::int64_t tokens_max) {
    return planned(
        {.messages = {}, .tokens_max = tokens_max, .thinking = Thinking{.effort = "high"}}, kOlder);
  };
  EXPECT_EQ(of(100'000), "enabled 4096 max 100000");
  EXPECT_EQ(of(5000), "enabled 2500 max 5000");
  EXPECT_EQ(of(1025), "enabled 1024 max 1025");
  EXPECT_EQ(of(1024), "- !reasoning_effort");
}

TEST(Thinking, WhatAnthropicWouldRefuseIsLeftOut) {
  Chat chat{.messages = {},
            .tools = {{.name = "f"}},
            .tool_choice = llm::ToolChoice{.mode = llm::ToolChoice::Mode::required},
            .thinking = Thinking{.effort = "low"}};
  EXPECT_EQ(planned(chat, kOlder), "- !reasoning_effort");
  EXPECT_EQ(planned(chat, kNewest), "- !reasoning_effort");
  chat.tool_choice->mode = llm::ToolChoice::Mode::automatic;
  EXPECT_EQ(planned(chat, kOlder), "enabled 1024 max 9216");
  chat.messages = {{.role = llm::Role::assistant, .parts = {{.content = llm::ToolCall{.id = "a"}}}},
                   {.role = llm::Role::tool, .tool_call_id = "a"}};
  EXPECT_EQ(planned(chat, kOlder), "- !reasoning_effort");
  EXPECT_EQ(planned(chat, kNewest), "adaptive low");
  auto thoughtless = kOlder;
  thoughtless.thinks = false;
  chat.messages.clear();
  EXPECT_EQ(planned(chat, thoughtless), "- !reasoning_effort");
}

TEST(Thinking, ARequestOfThisDialectIsTakenAtItsWord) {
  const auto of = [](Thinking thinking) {
    return planned({.messages = {},
                    .tokens_max = 100,
                    .thinking = std::move(thinking),
                    .extras_of = llm::Dialect::anthropic},
                   kNewest);
  };
  EXPECT_EQ(of({.budget_tokens = 2000, .is_on = true, .summary = "omitted"}),
            "enabled 2000 max 100 omitted");
  EXPECT_EQ(of({.effort = "max", .is_on = true, .is_adaptive = true}), "adaptive max");
  EXPECT_EQ(of({.effort = "low"}), "- low");
  EXPECT_EQ(of({.is_on = false}), "disabled");
}

}  // namespace
}  // namespace quorum::anthropic
