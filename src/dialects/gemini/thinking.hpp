#pragma once
/// How long a model may think, as Google spells it.

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/error.hpp"
#include "dialects/gemini/fields.hpp"
#include "dialects/gemini/model.hpp"
#include "llm/chat.hpp"

namespace quorum::gemini {

/// Reads a `thinkingConfig`. A budget of 0 is off, of -1 the model's own choice.
Result<llm::Thinking> read_thinking(const Fields& config);

/// A `thinkingConfig`: a budget or a level, never both.
struct ThinkingConfig {
  std::optional<std::int64_t> budget{};
  std::string_view level{};
  std::optional<bool> include{};
  bool is_off_refused = false;  ///< It was to be off, and the model cannot: it thinks least.
  bool is_given() const { return budget || !level.empty() || include; }
  bool operator==(const ThinkingConfig&) const = default;
};

/// For one model. Efforts become budgets and budgets levels by Google's own table for its
/// OpenAI-compatible endpoint:
///
///   effort         budget (2.5)             level (3 and later)
///   none           0; Pro: 128              MINIMAL; Pro: LOW
///   minimal        1024                     MINIMAL; Pro: LOW
///   low            1024                     LOW
///   medium         8192                     MEDIUM; 3 Pro: HIGH
///   high           24576                    HIGH
///   xhigh, max     the most it takes        HIGH
///
/// Budgets are brought into the model's range; as levels they are LOW up to 1024, MEDIUM up to
/// 8192, HIGH above. Thoughts are told unless they are to be omitted or off.
ThinkingConfig thinking_config(const llm::Thinking& thinking, const Model& model);

}  // namespace quorum::gemini
