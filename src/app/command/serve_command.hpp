#pragma once
/// `quorum serve`: the HTTP server, until it is told to stop.

#include <map>
#include <string>

namespace quorum::app {

/// `flags` by the variables' names, as `load_config` takes them. Returns the exit code: 0 stopped
/// as told, 1 failed, 2 a setting is wrong.
int run_serve_command(std::map<std::string, std::string> flags, const std::string& yaml_file);

}  // namespace quorum::app
