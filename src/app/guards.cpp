#include "app/guards.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "app/pricing.hpp"
#include "core/clock.hpp"

namespace quorum::app {
namespace {

using gateway::Limits;
using gateway::Promise;

// Clients may ask for names without end.
constexpr std::size_t kRememberedMax = 4096;

/// Claude learned to keep to schemas with 4.5.
bool is_old_claude(std::string_view model) {
  constexpr std::array<std::string_view, 8> kOld{
      "claude-instant",  "claude-2",           "claude-v2",       "claude-3",
      "claude-opus-4-0", "claude-opus-4-2025", "claude-opus-4-1", "claude-sonnet-4-0"};
  if (model.contains("claude-sonnet-4-2025")) return true;
  return std::ranges::any_of(kOld, [&](auto word) { return model.contains(word); });
}

}  // namespace

Promise promise_of(const providers::Vendor& vendor, llm::Dialect dialect, std::string_view model) {
  switch (dialect) {
    case llm::Dialect::openai_chat:
      return providers::quirks_for(vendor, model).openai.takes_json_schema ? Promise::json_schema
                                                                           : Promise::json_object;
    case llm::Dialect::anthropic:
      return is_old_claude(model) ? Promise::nothing : Promise::json_schema;
    case llm::Dialect::bedrock:
    case llm::Dialect::openai_completions: return Promise::nothing;
    default: return Promise::json_schema;
  }
}

gateway::FindLimits limits_of(const llm::PriceBook& prices, std::string_view vendor) {
  using Known = std::map<std::string, Limits, std::less<>>;
  return [&prices, vendor, known = std::make_shared<Known>()](std::string_view model) {
    if (const auto found = known->find(model); found != known->end()) return found->second;
    const auto facts = facts_of(prices, vendor, model, SystemClock().unix_ms());
    const auto limits =
        facts ? Limits{.context_tokens = facts->context_tokens, .can = facts->capabilities}
              : Limits{};
    if (known->size() >= kRememberedMax) known->clear();
    known->emplace(model, limits);
    return limits;
  };
}

}  // namespace quorum::app
