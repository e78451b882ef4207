#include "app/spare_memory.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <fstream>
#include <string>

#include "async/scope.hpp"
#include "testkit/run.hpp"

namespace quorum::app {
namespace {

using namespace std::chrono_literals;

class FakeHeap final : public Heap {
 public:
  std::size_t spare_bytes() const override { return spare; }
  void give_back() override {
    ++returns;
    spare = 1 << 20;
  }
  std::size_t spare = 0;
  int returns = 0;
};

TEST(SpareMemory, IsGivenBackWhereItStaysSpare) {
  testkit::run([](async::Loop& loop) -> Task<> {
    FakeHeap heap;
    async::Scope scope(loop);
    scope.spawn(return_spare_memory(loop, heap, 10s));
    co_await loop.sleep(5s);
    heap.spare = 90 << 20;
    co_await loop.sleep(10s);
    EXPECT_EQ(heap.returns, 0);
    co_await loop.sleep(10s);
    EXPECT_EQ(heap.returns, 1);
    EXPECT_EQ(heap.spare, 1U << 20);
    co_await loop.sleep(60s);
    EXPECT_EQ(heap.returns, 1);
  });
}

TEST(SpareMemory, IsKeptWhereItIsLittleOrSoonUsedAgain) {
  testkit::run([](async::Loop& loop) -> Task<> {
    FakeHeap heap;
    async::Scope scope(loop);
    scope.spawn(return_spare_memory(loop, heap, 10s));
    co_await loop.sleep(5s);
    for (const std::size_t spare : {90U, 2U, 90U, 32U, 31U, 90U}) {
      heap.spare = spare << 20;
      co_await loop.sleep(10s);
    }
    EXPECT_EQ(heap.returns, 0);
  });
}

/// Of files, so of code too.
std::size_t resident_kb() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    std::size_t kb = 0;
    if (word == "RssFile:" && status >> kb) return kb;
  }
  return 0;
}

TEST(SpareMemory, CodeThatIsLetGoOfRunsAgain) {
  const auto before = resident_kb();
  let_go_of_code();
  const auto after = resident_kb();
  EXPECT_GT(after, 0U);
  EXPECT_LT(after, before);
}

}  // namespace
}  // namespace quorum::app
