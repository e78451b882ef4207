#pragma once
/// Command-line agents as models: `cli/claude`, `cli/codex/gpt-5` …

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "async/loop.hpp"
#include "core/error.hpp"
#include "llm/backend.hpp"
#include "providers/cli/agents.hpp"

namespace quorum::providers {

struct CliConfig {
  std::string path{};                      ///< As the variable PATH; programs are looked for there.
  std::vector<std::string> environment{};  ///< Ours, `NAME=value`; an agent sees its part of it.
  std::string scratch{};                   ///< Each answer gets an empty folder below it.

  /// How long an agent may take in all, and how many may run at a time on one loop: each is a
  /// program of some hundred megabytes.
  std::chrono::milliseconds run_max{600'000};
  std::size_t processes_max = 8;
};

/// The agents that are installed, as `cli/NAME`; each takes the names of its models behind that.
std::vector<llm::ModelInfo> list_cli_models(const CliConfig& config);

/// `not_found` for an agent that nobody knows, `unavailable` for one that is not installed, saying
/// how to install it.
Result<llm::ModelInfo> find_cli_model(const CliConfig& config, std::string_view id);

/// `Call::model` is the whole name. Each answer is one run of the agent in an empty folder, of
/// which nothing is kept; destroying the stream kills its whole process group. `loop` outlives the
/// backend, which outlives the streams it opened.
std::unique_ptr<llm::ChatBackend> cli_backend(async::Loop& loop, CliConfig config);

}  // namespace quorum::providers
