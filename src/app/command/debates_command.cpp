#include "app/command/debates_command.hpp"

#include <utility>

#include "app/command/console_output.hpp"
#include "app/command/debate_arguments.hpp"
#include "app/command/debate_home.hpp"
#include "app/command/debate_session.hpp"
#include "app/command/debate_transcript.hpp"
#include "app/command/on_console.hpp"
#include "core/try.hpp"

namespace quorum::app {
namespace {

using terminal::ExitCode;

/// One action on the debates of one home. Outlives its own tasks.
class DebatesCommand {
 public:
  DebatesCommand(Console& console, debate::Service& debates, DebatesArguments arguments)
      : console_(console), debates_(debates), arguments_(std::move(arguments)) {}

  Task<Result<ExitCode>> run() {
    switch (arguments_.action) {
      case DebatesAction::list: return list();
      case DebatesAction::show: return show();
      case DebatesAction::watch: return watch(Leaving::leaves);
      case DebatesAction::resume: return resume();
      case DebatesAction::cancel: return cancel();
      case DebatesAction::export_log:
      case DebatesAction::help: break;
    }
    return export_log();
  }

 private:
  Task<Result<ExitCode>> list() {
    store::DebateQuery query{.limit = arguments_.limit};
    QUORUM_CO_TRY(const auto text, co_await debates_.list(*console_.loop, std::move(query)));
    if (arguments_.look == Look::json) co_return print(text + "\n");
    QUORUM_CO_TRY(const auto table, draw_list(text));
    co_return print(table);
  }

  Task<Result<ExitCode>> show() {
    auto id = arguments_.id;
    if (arguments_.look == Look::json) {
      QUORUM_CO_TRY(const auto text, co_await debates_.show(*console_.loop, std::move(id)));
      co_return print(text + "\n");
    }
    QUORUM_CO_TRY(const auto transcript, co_await read_transcript(std::move(id)));
    co_return print(draw_transcript(transcript, choose_show(Look::automatic, console_facts()),
                                    choose_colours(console_facts()), console_.output.size()));
  }

  Task<Result<ExitCode>> watch(Leaving leaving) {
    DebateSession session(*console_.loop, debates_, console_.output,
                          {.show = choose_show(arguments_.look, console_facts()),
                           .colours = choose_colours(console_facts()),
                           .leaving = leaving});
    auto id = arguments_.id;
    auto interrupted = console_.interrupted();
    co_return co_await session.run(std::move(id), std::move(interrupted));
  }

  Task<Result<ExitCode>> resume() {
    auto id = arguments_.id;
    const auto resumed =
        co_await debates_.command(*console_.loop, std::move(id), debate::Command::resume);
    // It may have ended with its process, or another process runs it: either way its log tells how
    // it goes on.
    if (!resumed && resumed.error().code == Errc::conflict)
      co_return co_await watch(Leaving::leaves);
    if (!resumed) co_return resumed.error();
    co_return co_await watch(Leaving::pauses);
  }

  Task<Result<ExitCode>> cancel() {
    auto id = arguments_.id;
    QUORUM_CO_CHECK(
        co_await debates_.command(*console_.loop, std::move(id), debate::Command::cancel));
    co_return print("cancelled " + arguments_.id + "\n");
  }

  Task<Result<ExitCode>> export_log() {
    auto id = arguments_.id;
    auto shown_id = arguments_.id;
    QUORUM_CO_TRY(const auto shown, co_await debates_.show(*console_.loop, std::move(shown_id)));
    QUORUM_CO_TRY(const auto transcript, co_await read_transcript(std::move(id)));
    co_return print(arguments_.format == ExportFormat::json ? export_json(shown, transcript)
                                                            : export_markdown(transcript));
  }

  Task<Result<Transcript>> read_transcript(std::string id) {
    return app::read_transcript(console_.loop, &debates_, std::move(id));
  }

  ExitCode print(std::string_view text) {
    return console_.output.write(text) ? ExitCode::verdict : ExitCode::failed;
  }

  Console& console_;
  debate::Service& debates_;
  DebatesArguments arguments_;
};

Task<Result<ExitCode>> act(Console* console, DebatesArguments arguments) {
  auto server = arguments.server;
  QUORUM_CO_TRY(const auto home,
                co_await find_debate_home(console->loop, console->config, std::move(server)));
  DebatesCommand command(*console, home->debates(), std::move(arguments));
  co_return co_await command.run();
}

}  // namespace

int run_debates_command(const Config& config, const std::vector<std::string>& arguments) {
  ConsoleOutput output;
  auto read = read_debates_arguments(arguments);
  if (!read) {
    output.tell("quorum debates: " + read.error().message);
    output.tell("Say `quorum debates --help` for all of it.");
    return static_cast<int>(ExitCode::usage);
  }
  if (read->action == DebatesAction::help) {
    output.write(debates_usage());
    return 0;
  }
  return run_on_console(config, [&](Console& console) { return act(&console, std::move(*read)); });
}

}  // namespace quorum::app
