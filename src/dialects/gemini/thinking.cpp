#include "dialects/gemini/thinking.hpp"

#include <algorithm>
#include <string>

#include "core/try.hpp"
#include "dialects/gemini/letters.hpp"
#include "dialects/gemini/words.hpp"

namespace quorum::gemini {
namespace {

constexpr std::int64_t kLow = 1024;
constexpr std::int64_t kMedium = 8192;
constexpr std::int64_t kHigh = 24'576;
constexpr std::int64_t kAsItLikes = -1;

bool is_off(const llm::Thinking& thinking) {
  return thinking.is_on == false || thinking.effort == "none" || thinking.budget_tokens == 0;
}

std::optional<std::int64_t> budget_for(const llm::Thinking& thinking, const Model& model) {
  const auto within = [&](std::int64_t tokens) {
    return std::clamp(tokens, model.budget_min, model.budget_max);
  };
  if (is_off(thinking)) return model.can_think_not ? 0 : model.budget_min;
  if (thinking.budget_tokens) return within(*thinking.budget_tokens);
  if (thinking.effort == "minimal" || thinking.effort == "low") return within(kLow);
  if (thinking.effort == "medium") return within(kMedium);
  if (thinking.effort == "high") return within(kHigh);
  if (!thinking.effort.empty()) return model.budget_max;
  if (thinking.is_adaptive || thinking.is_on == true) return kAsItLikes;
  return std::nullopt;
}

std::string_view level_for(const llm::Thinking& thinking, const Model& model) {
  const auto least = std::string_view{model.has_minimal ? "MINIMAL" : "LOW"};
  const auto middle = std::string_view{model.has_medium ? "MEDIUM" : "HIGH"};
  if (is_off(thinking)) return least;
  if (thinking.effort == "minimal") return least;
  if (thinking.effort == "low") return "LOW";
  if (thinking.effort == "medium") return middle;
  if (!thinking.effort.empty()) return "HIGH";
  if (!thinking.budget_tokens) return {};
  if (*thinking.budget_tokens <= kLow) return "LOW";
  return *thinking.budget_tokens <= kMedium ? middle : std::string_view{"HIGH"};
}

}  // namespace

Result<llm::Thinking> read_thinking(const Fields& config) {
  llm::Thinking thinking;
  QUORUM_TRY(const auto budget, config.integer("thinkingBudget", kAsItLikes, INT32_MAX));
  QUORUM_TRY(const auto level,
             config.word("thinkingLevel", kLevels, "MINIMAL, LOW, MEDIUM or HIGH"));
  QUORUM_TRY(const auto include, config.flag("includeThoughts"));
  if (budget == 0) {
    thinking.is_on = false;
  } else if (budget == kAsItLikes) {
    thinking.is_adaptive = true;
  } else {
    thinking.budget_tokens = budget;
  }
  if (!level.empty() && level != kLevels[0]) thinking.effort = lower(level);
  if (include) thinking.summary = *include ? "auto" : "omitted";
  return thinking;
}

ThinkingConfig thinking_config(const llm::Thinking& thinking, const Model& model) {
  ThinkingConfig config;
  if (model.thinking == Model::Thinking::none || thinking == llm::Thinking{}) return config;
  const bool is_by_budget = model.thinking == Model::Thinking::budgets;
  if (is_by_budget) config.budget = budget_for(thinking, model);
  if (!is_by_budget) config.level = level_for(thinking, model);
  config.is_off_refused = is_off(thinking) && !(is_by_budget && model.can_think_not);
  if (thinking.summary == "omitted") {
    config.include = false;
  } else if (!is_off(thinking)) {
    config.include = true;
  }
  return config;
}

}  // namespace quorum::gemini
