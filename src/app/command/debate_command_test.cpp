#include "app/command/debate_command.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

TEST(DebateCommand, SaysHowItIsUsed) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(run_debate_command({}, {"--help"}), 0);
  EXPECT_TRUE(testing::internal::GetCapturedStdout().starts_with("usage: quorum debate "));
}

TEST(DebateCommand, EndsWithTwoWhereItIsNotUnderstood) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(run_debate_command({}, {"Q?", "--rounds", "0"}), 2);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "quorum debate: --rounds takes a whole number from 1 to 10, not \"0\"\n"
            "Say `quorum debate --help` for all of it.\n");
}

TEST(DebateCommand, SaysThatTheNamedServerIsNotThere) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(run_debate_command({}, {"Q?", "--server", "ftp://x"}), 2);
  EXPECT_TRUE(testing::internal::GetCapturedStderr().starts_with("quorum: "));
}

}  // namespace
}  // namespace quorum::app
