#pragma once
/// What the name of one of Google's models says about what it takes.

#include <cstdint>
#include <string_view>

namespace quorum::gemini {

struct Model {
  enum class Thinking : std::uint8_t { none, budgets, levels };
  Thinking thinking = Thinking::levels;  ///< How it is told how long to think.
  bool can_think_not = false;            ///< Its thoughts can be turned off.
  bool has_minimal = true;               ///< Takes the level `MINIMAL`.
  bool has_medium = true;                ///< Takes the level `MEDIUM`.
  std::int64_t budget_min = 0;           ///< Of those that take budgets, beside 0 and -1.
  std::int64_t budget_max = 0;

  /// From Gemini 3 on: a call of its history without its seal is refused.
  bool demands_seals = true;

  /// From Gemini 3 on: a tool's answer may hold pictures.
  bool takes_media_in_responses = true;

  /// From Gemini 3 on: an answer's shape may be asked for beside tools.
  bool takes_format_with_tools = true;

  bool takes_validated = true;  ///< The mode `VALIDATED`, in which calls keep to their schemas.
};

/// `gemini-2.5-flash`, `models/gemini-3-pro-preview` … A name that says nothing is taken for a
/// recent model's.
Model model_of(std::string_view name);

}  // namespace quorum::gemini
