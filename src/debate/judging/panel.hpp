#pragma once
/// Who judges, and who writes the answer.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "debate/record/event.hpp"
#include "llm/backend.hpp"

namespace quorum::debate {

struct Panel {
  std::vector<Judge> judges{};
  std::optional<Judge> chair{};
};

/// The judges that were asked for, each once; without any, one: a local model that takes no part
/// where all seats are small and a larger one is there, else the participant that judges best. The
/// chair is a judge of another family than the seats, where there is one.
Result<Panel> choose_panel(const llm::Models& models, const std::vector<Seat>& seats,
                           const std::vector<std::string>& wanted);

/// Billions of parameters as the model's own name gives them (`qwen2.5-coder-0.5b`,
/// `smollm2-135m`), or 0.
double size_in_name(std::string_view model);

}  // namespace quorum::debate
