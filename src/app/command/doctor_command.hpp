#pragma once
/// `quorum doctor`: what is configured, whether it works, and what would mend it.

#include <map>
#include <string>

namespace quorum::app {

/// Returns the exit code: 0 all is well, 1 something is broken, 2 a setting is wrong.
int run_doctor_command(std::map<std::string, std::string> flags, const std::string& yaml_file);

}  // namespace quorum::app
