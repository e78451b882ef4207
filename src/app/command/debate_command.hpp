#pragma once
/// `quorum debate "QUESTION" …`: starts a debate and shows it until its verdict.

#include <string>
#include <vector>

#include "app/config/config.hpp"

namespace quorum::app {

/// `arguments` are those after `debate`. Returns the exit code; `--help` lists them.
int run_debate_command(const Config& config, const std::vector<std::string>& arguments);

}  // namespace quorum::app
