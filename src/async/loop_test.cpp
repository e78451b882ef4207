#include "async/loop.hpp"

#include <gtest/gtest.h>

#include "testkit/run.hpp"

namespace quorum::async {
namespace {
TEST(Loop, GivesTheTasksValue) {
  auto main = [](Loop& loop) -> Task<int> {
    co_await loop.sleep(std::chrono::hours(24));
    co_return 7;
  };
  EXPECT_EQ(testkit::run(main), 7);
}
}  // namespace
}  // namespace quorum::async
