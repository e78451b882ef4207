// The tests' program is also a worker, as quorum itself is: a test starts itself to have one.

#include <gtest/gtest.h>

#include <string_view>

#include "providers/local/worker.hpp"

int main(int count, char** arguments) {
  if (count > 1 && std::string_view(arguments[1]) == "llama-worker") {
    return quorum::providers::run_local_worker({arguments + 2, arguments + count});
  }
  testing::InitGoogleTest(&count, arguments);
  return RUN_ALL_TESTS();
}
