#include "app/command/serve_command.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

TEST(ServeCommand, AWrongSettingIsNamedAndNothingStarts) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(run_serve_command({{"PORT", "x"}}, ""), 2);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "quorum serve: PORT: `x` is not a whole number from 0 to 65535.\n");
}

TEST(ServeCommand, AConfigurationFileThatIsNotThereIsNamed) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(run_serve_command({}, "/nonexistent/quorum.yaml"), 2);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "quorum serve: The file /nonexistent/quorum.yaml cannot be read.\n");
}

TEST(ServeCommand, ADataFolderThatCannotBeMadeIsNamed) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(run_serve_command({{"QUORUM_DATA_DIR", "/proc/nothing"}}, ""), 1);
  const auto said = testing::internal::GetCapturedStderr();
  EXPECT_TRUE(said.starts_with("quorum serve: The data folder /proc/nothing cannot be made: "))
      << said;
}

}  // namespace
}  // namespace quorum::app
