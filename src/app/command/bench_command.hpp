#pragma once
/// `quorum bench …`: a fake provider, and a load that checks its answers.

#include <string>
#include <vector>

namespace quorum::app {

/// The exit code: 0; 1 where it failed, or the load saw no good answer; 2 where the arguments are
/// not understood.
int run_bench_command(const std::vector<std::string>& arguments);

}  // namespace quorum::app
