#pragma once
/// The other side of a local model: the process that holds its weights and computes.

#include <string>
#include <vector>

namespace quorum::providers {

/// The hidden subcommand `quorum llama-worker`: speaks `protocol.hpp` on descriptor 3 until
/// that closes. `arguments` are those after the subcommand's name. Returns the exit code.
///
/// Defined by `providers/llama`, or, where local models were left out of the build, by
/// `providers/llama_absent`, which says so.
int run_local_worker(const std::vector<std::string>& arguments);

}  // namespace quorum::providers
