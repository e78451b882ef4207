#pragma once
/// `quorum models pull | list | rm`: the weights of the local models, from the command line.

#include <string>
#include <vector>

namespace quorum::app {

/// `arguments` are those after `models`; weights are kept below `data_dir`/models. Speaks to people
/// on stdout and stderr. Returns the exit code: 0 done, 1 failed, 2 not understood.
int run_models_command(const std::string& data_dir, std::vector<std::string> arguments);

}  // namespace quorum::app
