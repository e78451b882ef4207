#include "app/command/bench_command.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

TEST(BenchCommand, ItsExitCodeSaysWhatWentWrong) {
  EXPECT_EQ(run_bench_command({"--help"}), 0);
  EXPECT_EQ(run_bench_command({"sideways"}), 2);
  EXPECT_EQ(run_bench_command({"load", "--threads", "0"}), 2);
  EXPECT_EQ(run_bench_command({"upstream", "--host", "256.1.1.1"}), 2);
  // Nobody listens on port 1.
  EXPECT_EQ(run_bench_command({"load", "--port", "1", "--requests", "1", "--connections", "1"}), 1);
}

}  // namespace
}  // namespace quorum::app
