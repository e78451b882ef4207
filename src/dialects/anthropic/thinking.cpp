#include "dialects/anthropic/thinking.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace quorum::anthropic {
namespace {

using Type = ThinkingPlan::Type;

constexpr std::int64_t kBudgetMin = 1024;

struct Step {
  std::string_view effort;
  std::int64_t budget_tokens;
  std::string_view written;  ///< As an effort of Anthropic's.
};
constexpr std::array<Step, 6> kSteps{{{"minimal", 1024, "low"},
                                      {"low", 1024, "low"},
                                      {"medium", 2048, "medium"},
                                      {"high", 4096, "high"},
                                      {"xhigh", 8192, "xhigh"},
                                      {"max", 16384, "max"}}};

const Step* step_of(std::string_view effort) {
  const auto* step = std::ranges::find(kSteps, effort, &Step::effort);
  return step == kSteps.end() ? nullptr : step;
}

/// The effort that would have had such a budget.
std::string_view effort_of(std::int64_t budget_tokens) {
  for (const auto& step : kSteps) {
    if (budget_tokens <= step.budget_tokens) return step.written;
  }
  return kSteps.back().written;
}

std::string_view display_of(std::string_view summary) {
  if (summary.empty()) return "";
  return summary == "omitted" ? "omitted" : "summarized";
}

bool forces_a_tool(const llm::Chat& chat) {
  using Mode = llm::ToolChoice::Mode;
  return chat.tool_choice && !chat.tools.empty() &&
         (chat.tool_choice->mode == Mode::required || chat.tool_choice->mode == Mode::named);
}

/// As it stood in a request of this dialect.
ThinkingPlan as_said(const llm::Thinking& thinking) {
  ThinkingPlan plan{.display = display_of(thinking.summary), .effort = thinking.effort};
  if (!thinking.is_on) return plan;
  plan.type = !*thinking.is_on       ? Type::disabled
              : thinking.is_adaptive ? Type::adaptive
                                     : Type::enabled;
  plan.budget_tokens = thinking.budget_tokens.value_or(kBudgetMin);
  return plan;
}

/// What another dialect's wish comes to, whatever else stands in the request.
ThinkingPlan translated(const llm::Thinking& thinking, const Traits& traits) {
  ThinkingPlan plan;
  const bool is_asked =
      !thinking.effort.empty() || thinking.budget_tokens || thinking.is_on || thinking.is_adaptive;
  if (!is_asked) return plan;
  if (thinking.effort == "none" || thinking.is_on == false || thinking.budget_tokens == 0) {
    if (traits.thinks) plan.type = Type::disabled;
    return plan;
  }
  plan.display = display_of(thinking.summary);
  const auto* step = step_of(thinking.effort);
  const bool has_budget = thinking.budget_tokens && *thinking.budget_tokens > 0;
  if (traits.takes_adaptive && !(has_budget && traits.takes_budget)) {
    plan.type = Type::adaptive;
    if (has_budget) plan.effort = effort_of(*thinking.budget_tokens);
    if (step != nullptr) plan.effort = step->written;
    if (plan.effort == "xhigh" && !traits.takes_xhigh) plan.effort = "high";
    return plan;
  }
  plan.type = Type::enabled;
  plan.budget_tokens = step != nullptr ? step->budget_tokens : step_of("medium")->budget_tokens;
  if (has_budget) plan.budget_tokens = std::max(*thinking.budget_tokens, kBudgetMin);
  return plan;
}

/// Makes the budget fit into the limit. False where there is no room for one.
bool fit(ThinkingPlan& plan, std::optional<std::int64_t> tokens_max) {
  if (!tokens_max) {
    plan.tokens_max += plan.budget_tokens;
    return true;
  }
  // The limit is for thoughts and answer together: an answer gets at least half of it.
  if (*tokens_max <= kBudgetMin) return false;
  plan.budget_tokens = std::min(plan.budget_tokens, std::max(*tokens_max / 2, kBudgetMin));
  return true;
}

}  // namespace

ThinkingPlan plan_thinking(const llm::Chat& chat, const Traits& traits, const Turns& turns,
                           Losses& losses) {
  const bool is_native = chat.extras_of == llm::Dialect::anthropic;
  const auto thinking = chat.thinking.value_or(llm::Thinking{});
  auto plan = is_native ? as_said(thinking) : translated(thinking, traits);
  plan.tokens_max = chat.tokens_max.value_or(traits.tokens_max);
  if (is_native || !plan.is_on()) return plan;

  const bool has_budget = plan.type == Type::enabled;
  const bool is_possible = traits.thinks && !forces_a_tool(chat) &&
                           !(has_budget && has_unsealed_calls(turns)) &&
                           (!has_budget || fit(plan, chat.tokens_max));
  if (is_possible) return plan;
  losses.dropped.add("reasoning_effort");
  return {.tokens_max = chat.tokens_max.value_or(traits.tokens_max)};
}

}  // namespace quorum::anthropic
