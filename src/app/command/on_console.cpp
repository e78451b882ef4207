#include "app/command/on_console.hpp"

#include <utility>

#include "core/log.hpp"
#include "core/try.hpp"
#include "terminal/text.hpp"

namespace quorum::app {
namespace {

using terminal::ExitCode;

Result<ExitCode> run(const Config& config,
                     const std::function<Task<Result<ExitCode>>(Console&)>& command) {
  auto logging = config.log;
  logging.to_stdout = false;
  QUORUM_CHECK(log::open(logging));
  QUORUM_TRY(const auto loop, async::Loop::create());
  QUORUM_TRY(const auto signals, async::Signals::intercept(*loop));
  Console console{.loop = loop.get(), .config = &config, .signals = signals.get()};
  return loop->run_until_done(command(console));
}

}  // namespace

Task<> Console::interrupted() {
  // A signal that cannot be read must not end a debate: this waits for ever then.
  while (!co_await signals->next()) co_await loop->sleep(std::chrono::hours(1));
}

int run_on_console(const Config& config,
                   const std::function<Task<Result<ExitCode>>(Console&)>& command) {
  const auto code = run(config, command);
  if (code) return static_cast<int>(*code);
  ConsoleOutput output;
  const auto& error = code.error();
  const auto where = error.field.empty() ? "" : error.field + ": ";
  output.tell("quorum: " + terminal::clean(where + error.message));
  return static_cast<int>(terminal::exit_code(error));
}

}  // namespace quorum::app
