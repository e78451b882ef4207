#include "app/command/debate_command.hpp"

#include <memory>
#include <utility>

#include "app/command/console_output.hpp"
#include "app/command/debate_arguments.hpp"
#include "app/command/debate_home.hpp"
#include "app/command/debate_session.hpp"
#include "app/command/on_console.hpp"
#include "core/try.hpp"

namespace quorum::app {
namespace {

using terminal::ExitCode;

Task<Result<ExitCode>> debate(Console* console, DebateArguments arguments) {
  auto server = std::move(arguments.server);
  QUORUM_CO_TRY(const auto home,
                co_await find_debate_home(console->loop, console->config, std::move(server)));
  auto& debates = home->debates();
  auto request = std::move(arguments.request);
  QUORUM_CO_TRY(const auto started, co_await debates.start(*console->loop, std::move(request)));

  DebateSession session(*console->loop, debates, console->output,
                        {.show = choose_show(arguments.look, console_facts()),
                         .colours = choose_colours(console_facts()),
                         .leaving = Leaving::pauses});
  auto id = started.id;
  auto interrupted = console->interrupted();
  co_return co_await session.run(std::move(id), std::move(interrupted));
}

}  // namespace

int run_debate_command(const Config& config, const std::vector<std::string>& arguments) {
  ConsoleOutput output;
  auto read = read_debate_arguments(arguments);
  if (!read) {
    output.tell("quorum debate: " + read.error().message);
    output.tell("Say `quorum debate --help` for all of it.");
    return static_cast<int>(ExitCode::usage);
  }
  if (read->is_help) {
    output.write(debate_usage());
    return 0;
  }
  return run_on_console(config,
                        [&](Console& console) { return debate(&console, std::move(*read)); });
}

}  // namespace quorum::app
