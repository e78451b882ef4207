#include "core/heap.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <new>
#include <thread>
#include <vector>

namespace quorum {
namespace {

void* taken(std::size_t size) {
  void* const memory = heap::take(size);
  std::memset(memory, 0xA5, size);
  return memory;
}

TEST(Heap, GivesWhatWasFreedToWhoeverNextAsksForAsMuch) {
  for (const std::size_t size : {1U, 24U, 25U, 1000U, 4104U, 4105U, 9000U, 32U << 10}) {
    void* const first = taken(size);
    heap::give(first, size);
    EXPECT_EQ(taken(size), first) << size;
    heap::give(first);  // Its size is known without being said.
    EXPECT_EQ(taken(size), first) << size;
    heap::give(first, size);
  }
}

TEST(Heap, GivesNoBlockThatIsSmallerThanAskedFor) {
  // Each freed block is taken again by the next larger size where sizes share a shelf.
  std::vector<std::pair<void*, std::size_t>> blocks;
  for (std::size_t round = 0; round < 2; ++round) {
    for (std::size_t size = 1; size < 40'000; size += size < 4200 ? 1 : 97) {
      void* const memory = taken(size);
      ASSERT_EQ(reinterpret_cast<std::uintptr_t>(memory) % alignof(std::max_align_t), 0U);
      blocks.emplace_back(memory, size);
    }
    while (!blocks.empty()) {
      const auto [memory, size] = blocks.back();
      blocks.pop_back();
      // What is written to its end is still there: no other block lies in it.
      std::vector<unsigned char> expected(size, 0xA5);
      ASSERT_EQ(std::memcmp(memory, expected.data(), size), 0) << size;
      if (round == 0) {
        heap::give(memory, size);
      } else {
        heap::give(memory);
      }
    }
  }
}

TEST(Heap, KeepsNoMoreThanItsBoundOfEachSize) {
  heap::give_back();
  std::vector<void*> many(heap::kTinyKeptMax / 1000 + 10);
  for (auto& block : many) block = taken(1000);
  EXPECT_EQ(heap::kept(1000), 0U);
  for (auto* block : many) heap::give(block, 1000);
  EXPECT_EQ(heap::kept(1000), heap::kTinyKeptMax / 1000);
  heap::give_back();
  EXPECT_EQ(heap::kept(1000), 0U);
}

/// As bodies of sixty-four requests at once are.
TEST(Heap, KeepsAWaveOfLargeBlocks) {
  heap::give_back();
  std::vector<void*> wave(heap::kLargeKeptMax / (11 << 10) + 5);
  for (auto& block : wave) block = taken(10'500);
  for (auto* block : wave) heap::give(block, 10'500);
  EXPECT_EQ(heap::kept(10'500), wave.size() - 5);
  EXPECT_EQ(heap::kept(11 << 10), wave.size() - 5) << "by whole kilobytes";
  EXPECT_EQ(heap::kept(12 << 10), 0U);
  heap::give_back();
}

TEST(Heap, LetsAnyThreadFreeWhatAnotherTook) {
  heap::give_back();
  std::vector<void*> blocks(100);
  std::thread([&] {
    for (auto& block : blocks) block = taken(3000);
  }).join();
  for (auto* block : blocks) heap::give(block);
  EXPECT_EQ(heap::kept(3000), heap::kKeptMax / 3000);
  heap::give_back();
}

}  // namespace
}  // namespace quorum
