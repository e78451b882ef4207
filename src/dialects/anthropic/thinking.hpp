#pragma once
/// How long a model may think, between our words and Anthropic's: where the request was spelled
/// otherwise, an effort becomes a budget or, where the model takes it so, stays an effort.

#include <cstdint>
#include <string>
#include <string_view>

#include "dialects/anthropic/turns.hpp"
#include "llm/chat.hpp"

namespace quorum::anthropic {

/// What of a request says how long to think, and how much may be written in all.
struct ThinkingPlan {
  enum class Type : std::uint8_t { unsaid, disabled, enabled, adaptive };
  Type type = Type::unsaid;
  std::int64_t budget_tokens = 0;  ///< Where `enabled`.
  std::string_view display{};
  std::string effort{};  ///< `output_config.effort`.
  std::int64_t tokens_max = 0;
  bool is_on() const { return type == Type::enabled || type == Type::adaptive; }
};

/// Budgets for efforts, as LiteLLM has them; beyond its table each doubles the one before:
///
///     minimal, low  1024      high   4096      max  16384
///     medium        2048      xhigh  8192
///
/// Thinking that Anthropic would refuse (beside a forced tool, behind calls whose thoughts are
/// lost, under a limit of 1024 tokens) is left out and named `reasoning_effort`.
ThinkingPlan plan_thinking(const llm::Chat& chat, const Traits& traits, const Turns& turns,
                           Losses& losses);

}  // namespace quorum::anthropic
