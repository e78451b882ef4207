#include "core/heap.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <thread>
#include <vector>

namespace quorum {
namespace {

#define SKIP_WHERE_NOTHING_IS_KEPT() \
  if (!heap::keeps()) GTEST_SKIP() << "sanitizers see every block"

void* taken(std::size_t size) {
  void* const memory = ::operator new(size);
  std::memset(memory, 0xA5, size);
  return memory;
}

TEST(Heap, GivesWhatWasFreedToWhoeverNextAsksForAsMuch) {
  SKIP_WHERE_NOTHING_IS_KEPT();
  for (const std::size_t size : {1U, 24U, 25U, 1000U, 4104U, 4105U, 9000U, 32U << 10}) {
    void* const first = taken(size);
    ::operator delete(first, size);
    EXPECT_EQ(taken(size), first) << size;
    ::operator delete(first);  // Its size is known without being said.
    EXPECT_EQ(taken(size), first) << size;
    ::operator delete(first, size);
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
        ::operator delete(memory, size);
      } else {
        ::operator delete(memory);
      }
    }
  }
}

TEST(Heap, KeepsNoMoreThanItsBoundOfEachSize) {
  SKIP_WHERE_NOTHING_IS_KEPT();
  heap::give_back();
  std::vector<std::unique_ptr<char[]>> many(heap::kTinyKeptMax / 1000 + 10);
  for (auto& block : many) block.reset(new char[1000]);
  EXPECT_EQ(heap::kept(1000), 0U);
  many.clear();
  EXPECT_EQ(heap::kept(1000), heap::kTinyKeptMax / 1000);
  heap::give_back();
  EXPECT_EQ(heap::kept(1000), 0U);
}

TEST(Heap, LetsAnyThreadFreeWhatAnotherTook) {
  std::vector<std::unique_ptr<char[]>> blocks(100);
  std::thread([&] {
    for (auto& block : blocks) block.reset(new char[3000]);
  }).join();
  blocks.clear();
  EXPECT_LE(heap::kept(3000), heap::kKeptMax / 3000);
}

}  // namespace
}  // namespace quorum
