#include "dialects/gemini/model.hpp"

namespace quorum::gemini {
namespace {

bool has(std::string_view name, std::string_view word) { return name.find(word) != name.npos; }

/// As `models/gemini-…` and `publishers/google/models/gemini-…`.
std::string_view bare(std::string_view name) { return name.substr(name.rfind('/') + 1); }

/// Everything before Gemini 2.5, the open models, and those that draw or speak.
bool is_thoughtless(std::string_view name) {
  return name.starts_with("gemini-1") || name.starts_with("gemini-2.0") ||
         name.starts_with("gemma") || name.starts_with("learnlm") || name == "gemini-pro" ||
         name == "gemini-pro-vision" || has(name, "-image") || has(name, "-tts");
}

bool is_before_3(std::string_view name) {
  return name.starts_with("gemini-1") || name.starts_with("gemini-2") ||
         name.starts_with("gemma") || name.starts_with("learnlm") || name == "gemini-pro" ||
         name == "gemini-pro-vision";
}

/// The ranges that Google's documents give.
Model gemini_2_5(std::string_view name) {
  Model model{.thinking = Model::Thinking::budgets,
              .can_think_not = true,
              .budget_min = 1,
              .budget_max = 24'576};
  if (has(name, "-pro")) {
    model.can_think_not = false;
    model.budget_min = 128;
    model.budget_max = 32'768;
  }
  if (has(name, "-lite")) model.budget_min = 512;
  return model;
}

}  // namespace

Model model_of(std::string_view name) {
  name = bare(name);
  Model model;
  if (name.starts_with("gemini-2.5")) model = gemini_2_5(name);
  if (is_thoughtless(name)) model.thinking = Model::Thinking::none;
  if (has(name, "-pro")) model.has_minimal = false;
  if (name.starts_with("gemini-3-pro")) model.has_medium = false;
  model.demands_seals = !is_before_3(name);
  model.takes_media_in_responses = !is_before_3(name);
  model.takes_format_with_tools = !is_before_3(name);
  model.takes_validated = !is_before_3(name) || name.starts_with("gemini-2.5");
  return model;
}

}  // namespace quorum::gemini
