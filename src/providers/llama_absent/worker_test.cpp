#include <gtest/gtest.h>

#include "providers/local/worker.hpp"

namespace quorum::providers {
namespace {

TEST(AbsentWorker, SaysThatLocalModelsWereLeftOutAndWhatBringsThem) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(run_local_worker({"--model", "x.gguf"}), 1);
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("built without local models"), said.npos) << said;
  EXPECT_NE(said.find("tools/build_llama"), said.npos) << said;
}

}  // namespace
}  // namespace quorum::providers
