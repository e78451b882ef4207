#pragma once
/// A command's loop, its signals, and how its failure is told.

#include <functional>
#include <memory>

#include "app/command/console_output.hpp"
#include "app/config/config.hpp"
#include "async/loop.hpp"
#include "async/signals.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "terminal/ending.hpp"

namespace quorum::app {

struct Console {
  async::Loop* loop;
  const Config* config;
  async::Signals* signals;
  ConsoleOutput output{};

  /// Returns when the user wants to leave.
  Task<> interrupted();
};

/// Runs `command` to its end; the process's exit code. Our log goes to its file only, since stdout
/// is the command's.
int run_on_console(const Config& config,
                   const std::function<Task<Result<terminal::ExitCode>>(Console&)>& command);

}  // namespace quorum::app
