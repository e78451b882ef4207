#include "app/command/doctor_command.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

TEST(DoctorCommand, AWrongSettingIsTheFirstFault) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(run_doctor_command({{"LLM_TIMEOUT", "soon"}}, ""), 2);
  EXPECT_EQ(testing::internal::GetCapturedStdout(),
            "Settings\n  FAULT LLM_TIMEOUT: `soon` is not a number of seconds above 0, at most "
            "86400.\n");
}

}  // namespace
}  // namespace quorum::app
