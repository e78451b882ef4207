#include "dialects/openai_chat/thinking.hpp"

#include <string>
#include <utility>

#include "core/try.hpp"
#include "dialects/openai_chat/text.hpp"

namespace quorum::openai_chat {
namespace {

using dialects::Object;
using json::Kind;
using Effort = dialects::OpenAiQuirks::Effort;

constexpr std::int64_t kBudgetMax = std::int64_t{1} << 40;

/// OpenRouter's.
Result<> read_reasoning(const Object& root, llm::Thinking& thinking) {
  if (!root.value["reasoning"].is(Kind::object)) return {};
  const Object reasoning{.value = root.value["reasoning"], .at = "reasoning"};
  QUORUM_TRY(auto effort, reasoning.text("effort"));
  if (!effort.empty()) thinking.effort = std::move(effort);
  QUORUM_TRY(thinking.budget_tokens, reasoning.integer("max_tokens", 0, kBudgetMax));
  QUORUM_TRY(thinking.is_on, reasoning.flag("enabled"));
  QUORUM_TRY(thinking.summary, reasoning.text("summary"));
  QUORUM_TRY(const auto is_hidden, reasoning.flag("exclude"));
  if (is_hidden.value_or(false)) thinking.summary = "omitted";
  return {};
}

/// Anthropic's, which DeepSeek, Z.ai and LiteLLM take too.
Result<> read_switch(const Object& root, llm::Thinking& thinking) {
  if (!root.value["thinking"].is(Kind::object)) return {};
  const Object object{.value = root.value["thinking"], .at = "thinking"};
  const auto type = text(object.value["type"]);
  if (type == "adaptive" || type == "auto") thinking.is_adaptive = true;
  if (type == "enabled") thinking.is_on = true;
  if (type == "disabled") thinking.is_on = false;
  QUORUM_TRY(const auto budget, object.integer("budget_tokens", 0, kBudgetMax));
  if (budget) thinking.budget_tokens = budget;
  return {};
}

bool is_off(const llm::Thinking& thinking) {
  return !thinking.is_on.value_or(true) || thinking.effort == "none" || thinking.budget_tokens == 0;
}

/// Nobody has an official table; LiteLLM's steps are the most used.
std::string_view effort_for(std::int64_t budget) {
  if (budget <= 1024) return "low";
  return budget <= 2048 ? "medium" : "high";
}

/// The nearest word; empty where the vendor is to choose.
std::string_view effort_of(const llm::Thinking& thinking) {
  if (is_off(thinking)) return "none";
  if (!thinking.effort.empty()) return thinking.effort;
  if (thinking.budget_tokens) return effort_for(*thinking.budget_tokens);
  return thinking.is_on.value_or(false) ? "medium" : "";
}

void write_effort(json::Writer& writer, std::string_view effort) {
  if (!effort.empty()) writer.key("reasoning_effort").string(effort);
}

void write_reasoning(json::Writer& writer, const llm::Thinking& thinking) {
  writer.key("reasoning").object();
  if (thinking.budget_tokens) {
    writer.key("max_tokens").number(*thinking.budget_tokens);
  } else if (!thinking.effort.empty()) {
    writer.key("effort").string(thinking.effort);
  }
  if (thinking.is_on) writer.key("enabled").boolean(*thinking.is_on);
  if (thinking.summary == "omitted") writer.key("exclude").boolean(true);
  writer.end();
}

void write_switch(json::Writer& writer, const llm::Thinking& thinking, Effort form) {
  const bool has_budget = form == Effort::thinking_budget && thinking.budget_tokens.has_value();
  const bool is_said = thinking.is_on || thinking.is_adaptive || has_budget || is_off(thinking);
  if (is_said) {
    writer.key("thinking").object().key("type");
    writer.string(is_off(thinking) ? "disabled" : "enabled");
    if (has_budget) writer.key("budget_tokens").number(*thinking.budget_tokens);
    writer.end();
  }
  if (is_off(thinking) || has_budget) return;
  const bool has_word = !thinking.effort.empty() || thinking.budget_tokens;
  if (has_word) write_effort(writer, effort_of(thinking));
}

}  // namespace

Result<std::optional<llm::Thinking>> read_thinking(const Object& root) {
  llm::Thinking thinking;
  QUORUM_TRY(thinking.effort, root.text("reasoning_effort"));
  QUORUM_CHECK(read_reasoning(root, thinking));
  QUORUM_CHECK(read_switch(root, thinking));
  if (const auto is_on = root.value["enable_thinking"].boolean()) thinking.is_on = is_on;
  if (thinking == llm::Thinking{}) return std::optional<llm::Thinking>{};
  return std::optional{std::move(thinking)};
}

void write_thinking(json::Writer& writer, const llm::Thinking& thinking,
                    const dialects::OpenAiQuirks& quirks, Drops& drops) {
  if (!thinking.summary.empty() && quirks.effort != Effort::reasoning) {
    drops.add("reasoning.summary");
  }
  if (!drops.takes("reasoning_effort")) return;
  switch (quirks.effort) {
    case Effort::reasoning_effort: write_effort(writer, effort_of(thinking)); break;
    case Effort::reasoning: write_reasoning(writer, thinking); break;
    case Effort::thinking:
    case Effort::thinking_budget: write_switch(writer, thinking, quirks.effort); break;
    case Effort::enable_thinking: writer.key("enable_thinking").boolean(!is_off(thinking)); break;
    case Effort::none: drops.add("reasoning_effort"); break;
  }
}

}  // namespace quorum::openai_chat
