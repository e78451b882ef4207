/// The command line: which command was meant, and its exit code.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <map>
#include <string>
#include <vector>

#include "app/command/bench_command.hpp"
#include "app/command/debate_command.hpp"
#include "app/command/debates_command.hpp"
#include "app/command/doctor_command.hpp"
#include "app/command/keys_command.hpp"
#include "app/command/logs_command.hpp"
#include "app/command/models_command.hpp"
#include "app/command/serve_command.hpp"
#include "app/config/config.hpp"
#include "core/heap.hpp"
#include "http/tls.hpp"
#include "providers/local/worker.hpp"

namespace quorum::app {
namespace {

constexpr int kMisused = 2;

/// The settings that several commands take as flags, by the variables' names.
struct Flags {
  std::map<std::string, std::string> values{};
  std::string yaml_file{};

  void add_to(CLI::App& command) {
    const auto setting = [&](const char* flag, const char* variable, const char* about) {
      command.add_option_function<std::string>(
          flag, [this, variable](const std::string& value) { values[variable] = value; }, about);
    };
    command.add_option("--config", yaml_file, "A YAML file with settings");
    setting("--host", "HOST", "Address to serve on (127.0.0.1)");
    setting("--port", "PORT", "Port to serve on (8000); 0 takes a free one");
    setting("--loops", "QUORUM_LOOPS", "Event loops, one thread each (one a core)");
    setting("--data-dir", "QUORUM_DATA_DIR", "Where debates and models are kept");
    setting("--log-level", "LOG_LEVEL", "DEBUG, INFO, WARNING, ERROR or OFF");
  }
};

/// A command that reads its own arguments, `--help` among them.
CLI::App* pass_on(CLI::App& program, const char* name, const char* about) {
  auto* command = program.add_subcommand(name, about);
  command->set_help_flag();
  command->prefix_command();
  return command;
}

template <typename Run>
int with_config(Run run) {
  auto config = load_config({}, {});
  if (!config) {
    fmt::print(stderr, "quorum: {}\n", config.error().message);
    return kMisused;
  }
  return run(*config);
}

int run(int count, char** arguments) {
  CLI::App program{"Quorum: several language models argue a question; one binary, one API.",
                   "quorum"};
  program.set_version_flag("--version", QUORUM_VERSION);
  program.footer("Begin with: quorum models pull starter && quorum debate \"Tea or coffee?\"");
  Flags flags;
  auto* serve = program.add_subcommand("serve", "Serve the page and the API");
  auto* debate = pass_on(program, "debate", "Debate a question, here or on a running server");
  auto* debates = pass_on(program, "debates", "List, show, watch, resume, cancel, export debates");
  auto* logs = pass_on(program, "logs", "Show the records of requests, also while they come");
  auto* models = pass_on(program, "models", "Pull, list and remove local models");
  auto* bench = pass_on(program, "bench", "A fake provider, and a load that checks its answers");
  auto* keys = pass_on(program, "keys", "Create, list and revoke the keys that clients show");
  auto* doctor =
      program.add_subcommand("doctor", "Look at settings, keys, models; say what to mend");
  auto* version = program.add_subcommand("version", "Print the version");
  auto* help = program.add_subcommand("help", "Print this");
  auto* worker = pass_on(program, "llama-worker", "");
  worker->group("");  // Not listed: the server starts it.
  flags.add_to(*serve);
  flags.add_to(*doctor);
  try {
    program.parse(count, arguments);
  } catch (const CLI::ParseError& fault) {
    return program.exit(fault) == 0 ? 0 : kMisused;
  }
  if (help->parsed()) return fmt::print("{}", program.help()), 0;
  if (program.get_subcommands().empty()) {
    fmt::print(stderr, "{}", program.help());
    return kMisused;
  }

  if (worker->parsed()) return providers::run_local_worker(worker->remaining());
  if (bench->parsed()) return run_bench_command(bench->remaining());
  if (serve->parsed()) return run_serve_command(flags.values, flags.yaml_file);
  if (doctor->parsed()) return run_doctor_command(flags.values, flags.yaml_file);
  if (version->parsed()) return fmt::print("quorum {}\n", QUORUM_VERSION), 0;
  return with_config([&](const Config& config) {
    if (logs->parsed()) return run_logs_command(config, logs->remaining());
    if (models->parsed()) return run_models_command(config.data_dir, models->remaining());
    if (keys->parsed()) return run_keys_command(config, keys->remaining());
    if (debate->parsed()) return run_debate_command(config, debate->remaining());
    return run_debates_command(config, debates->remaining());
  });
}

}  // namespace
}  // namespace quorum::app

// Sanitizers are to see who uses what is freed. The other forms (of arrays, that do not throw) call
// these; aligned ones go their own way.
#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
void* operator new(std::size_t size) { return quorum::heap::take(size); }
void operator delete(void* memory) noexcept { quorum::heap::give(memory); }
void operator delete(void* memory, std::size_t size) noexcept { quorum::heap::give(memory, size); }
constexpr bool kHasOwnHeap = true;
#else
constexpr bool kHasOwnHeap = false;
#endif

int main(int count, char** arguments) {
  if constexpr (kHasOwnHeap) quorum::http::Tls::use_heap();
  // What a third-party library throws at the command line is told, not left to `terminate`.
  try {
    return quorum::app::run(count, arguments);
  } catch (const std::exception& fault) {
    std::fputs("quorum: ", stderr);
    std::fputs(fault.what(), stderr);
    std::fputs("\n", stderr);
    return 1;
  }
}
