#pragma once
/// `quorum debates list | show | watch | resume | cancel | export`: the debates that are there.

#include <string>
#include <vector>

#include "app/config/config.hpp"

namespace quorum::app {

/// `arguments` are those after `debates`. Returns the exit code; `--help` lists them.
int run_debates_command(const Config& config, const std::vector<std::string>& arguments);

}  // namespace quorum::app
