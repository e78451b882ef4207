#include "app/command/console_output.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace quorum::app {
namespace {

std::string variable(const char* name) {
  const auto* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool can_draw(const ConsoleFacts& facts) {
  return facts.is_terminal && !facts.term.empty() && facts.term != "dumb";
}

}  // namespace

bool ConsoleOutput::write(std::string_view bytes) {
  return std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size() &&
         std::fflush(stdout) == 0;
}

void ConsoleOutput::tell(std::string_view line) {
  std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
}

terminal::Size ConsoleOutput::size() const {
  winsize window{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) != 0 || window.ws_col == 0) return {};
  return {.columns = window.ws_col, .rows = window.ws_row};
}

ConsoleFacts console_facts() {
  return {.is_terminal = isatty(STDOUT_FILENO) == 1,
          .term = variable("TERM"),
          .no_color = variable("NO_COLOR")};
}

Show choose_show(Look look, const ConsoleFacts& facts) {
  if (look == Look::json) return Show::json;
  return can_draw(facts) ? Show::panels : Show::lines;
}

terminal::Colours choose_colours(const ConsoleFacts& facts) {
  const bool is_wanted = facts.no_color.empty() && can_draw(facts);
  return is_wanted ? terminal::Colours::ansi : terminal::Colours::none;
}

}  // namespace quorum::app
