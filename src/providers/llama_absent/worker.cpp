#include <cstdio>

#include "providers/local/worker.hpp"

namespace quorum::providers {

int run_local_worker(const std::vector<std::string>& /*arguments*/) {
  std::fputs(
      "This quorum was built without local models (QUORUM_LOCAL=OFF). Say: tools/build_llama, then "
      "build again with -DQUORUM_LOCAL=ON\n",
      stderr);
  return 1;
}

}  // namespace quorum::providers
