#pragma once
/// The command-line agents that can be asked like a model, and how each is started. Data.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace quorum::providers {

/// What an agent's output lines look like.
enum class AgentTalk : std::uint8_t { claude, codex, cursor, gemini };

/// How an agent is given its prompt.
enum class PromptPlace : std::uint8_t { input, last_argument };

struct Agent {
  std::string_view name;       ///< As in `cli/claude`.
  std::string_view program{};  ///< Looked for in PATH.
  std::string_view family;     ///< Who trained the models it runs unless told otherwise.
  AgentTalk talk;
  PromptPlace prompt = PromptPlace::input;

  /// Behind the program. They make it answer once, in JSON lines, and touch nothing: it may neither
  /// write nor run anything. `{workspace}` is the empty folder that it is started in.
  std::span<const std::string_view> arguments;
  std::string_view model_flag;   ///< Before a model's name.
  std::string_view system_flag;  ///< Before system text; empty where that goes into the prompt.

  /// What of our environment it sees beside `common_variables`: names, or beginnings before a `*`.
  std::span<const std::string_view> variables;
  std::string_view how_to_install;
};

std::span<const Agent> agents();
const Agent* find_agent(std::string_view name);

/// The whole command line; `model` and `system` may be empty.
struct AgentRun {
  std::string_view program{};  ///< Its path.
  std::string_view model{};
  std::string_view system{};
  std::string_view prompt{};
  std::string_view workspace{};
};

/// `too_large` where a prompt that can only be an argument is longer than Linux lets one be.
Result<std::vector<std::string>> command_line(const Agent& agent, const AgentRun& run);

/// What the agent may see of `environment` (`NAME=value`): its own keys, and nobody else's.
std::vector<std::string> environment_for(const Agent& agent,
                                         std::span<const std::string> environment);

}  // namespace quorum::providers
