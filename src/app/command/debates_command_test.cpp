#include "app/command/debates_command.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

TEST(DebatesCommand, SaysHowItIsUsed) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(run_debates_command({}, {"help"}), 0);
  EXPECT_TRUE(testing::internal::GetCapturedStdout().starts_with("usage: quorum debates list"));
}

TEST(DebatesCommand, EndsWithTwoWhereItIsNotUnderstood) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(run_debates_command({}, {"show"}), 2);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "quorum debates: say which debate: quorum debates show ID\n"
            "Say `quorum debates --help` for all of it.\n");
}

}  // namespace
}  // namespace quorum::app
