#include "app/command/on_console.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

using terminal::ExitCode;

Task<Result<ExitCode>> give(Result<ExitCode> result) { co_return result; }

TEST(OnConsole, GivesTheCommandsOwnExitCode) {
  EXPECT_EQ(run_on_console({}, [](Console&) { return give(ExitCode::degraded); }), 5);
}

TEST(OnConsole, SaysWhatFailedAndWhere) {
  testing::internal::CaptureStderr();
  const auto code = run_on_console({}, [](Console&) {
    return give(Error{.code = Errc::unavailable,
                      .message = "there is no model x\x1b[2J: quorum models pull x",
                      .detail = "a secret of ours",
                      .field = "seats.0.model"});
  });
  EXPECT_EQ(code, 3);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "quorum: seats.0.model: there is no model x[2J: quorum models pull x\n");
}

}  // namespace
}  // namespace quorum::app
