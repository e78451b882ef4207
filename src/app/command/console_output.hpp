#pragma once
/// The process's own stdout and stderr, and what can be shown on them.

#include <string>
#include <string_view>

#include "app/command/debate_arguments.hpp"
#include "app/command/debate_session.hpp"

namespace quorum::app {

class ConsoleOutput final : public Output {
 public:
  bool write(std::string_view bytes) override;
  void tell(std::string_view line) override;
  terminal::Size size() const override;
};

/// What decides how a debate is shown.
struct ConsoleFacts {
  bool is_terminal = false;  ///< Of stdout.
  std::string term{};        ///< TERM.
  std::string no_color{};    ///< NO_COLOR.
};
ConsoleFacts console_facts();

/// Panels on a terminal that can draw them, unless `look` says otherwise.
Show choose_show(Look look, const ConsoleFacts& facts);

/// None where NO_COLOR says anything, or nobody would see them.
terminal::Colours choose_colours(const ConsoleFacts& facts);

}  // namespace quorum::app
