#include "async/frame_pool.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "async/task.hpp"

namespace quorum::async {
namespace {

constexpr std::size_t kSize = 3000;  // No other test's frame has it.

TEST(FramePool, GivesABlockAgainToWhoAsksForAsMuch) {
  if (!QUORUM_POOLS_FRAMES) GTEST_SKIP();
  void* const first = FramePool::take(kSize);
  FramePool::give(first, kSize);
  // Of the same grain of 16 bytes.
  void* const second = FramePool::take(kSize + 8);
  EXPECT_EQ(second, first);
  FramePool::give(second, kSize + 8);
}

TEST(FramePool, KeepsNoMoreThanItMay) {
  if (!QUORUM_POOLS_FRAMES) GTEST_SKIP();
  std::vector<void*> blocks;
  for (int i = 0; i < 100; ++i) blocks.push_back(FramePool::take(kSize));
  for (void* block : blocks) FramePool::give(block, kSize);
  EXPECT_EQ(FramePool::kept(kSize), FramePool::kKeptBytesMax / 3008);
}

TEST(FramePool, LetsAnotherThreadGiveBack) {
  void* const block = FramePool::take(kSize);
  std::thread([block] { FramePool::give(block, kSize); }).join();
}

TEST(FramePool, LeavesLargeBlocksToTheSystem) {
  void* const block = FramePool::take(FramePool::kPooledMax + 1);
  ASSERT_NE(block, nullptr);
  FramePool::give(block, FramePool::kPooledMax + 1);
}

Task<int> three() { co_return 3; }

TEST(FramePool, ServesTasksOnAThreadThatEnds) {
  std::thread([] {
    for (int i = 0; i < 3; ++i) {
      auto task = three();
      task.handle().resume();
      EXPECT_EQ(task.handle().promise().take(), 3);
    }
  }).join();
}

}  // namespace
}  // namespace quorum::async
