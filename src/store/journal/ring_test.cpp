#include "store/journal/ring.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace quorum::store::journal {
namespace {

bool put(Ring& ring, std::string_view text) {
  char* const room = ring.reserve(text.size() + 10);
  if (room == nullptr) return false;
  std::memcpy(room, text.data(), text.size());
  ring.commit(text.size());
  return true;
}

std::string take(Ring& ring) {
  const auto front = ring.front();
  if (front.data() == nullptr) return "(empty)";
  std::string text(front);
  ring.pop();
  return text;
}

TEST(Ring, GivesOutInOrderWhatWasPutIn) {
  Ring ring(256);
  EXPECT_EQ(take(ring), "(empty)");
  EXPECT_TRUE(put(ring, "one"));
  EXPECT_TRUE(put(ring, ""));
  EXPECT_TRUE(put(ring, "three"));
  EXPECT_GT(ring.waiting_bytes(), 8U);
  EXPECT_EQ(take(ring), "one");
  EXPECT_EQ(take(ring), "");
  EXPECT_EQ(take(ring), "three");
  EXPECT_EQ(take(ring), "(empty)");
  EXPECT_EQ(ring.waiting_bytes(), 0U);
}

TEST(Ring, AFullOneTakesNothingUntilThereIsRoom) {
  Ring ring(128);
  int taken = 0;
  while (put(ring, "0123456789")) ++taken;
  EXPECT_EQ(taken, 7);  // 16 bytes each, and room for ten more than are put in.
  EXPECT_EQ(take(ring), "0123456789");
  EXPECT_EQ(take(ring), "0123456789");
  EXPECT_TRUE(put(ring, "more"));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(take(ring), "0123456789");
  EXPECT_EQ(take(ring), "more");
  EXPECT_EQ(take(ring), "(empty)");
}

TEST(Ring, GoesRoundWithEveryLength) {
  Ring ring(512);
  for (std::size_t i = 0; i < 5000; ++i) {
    const std::string text(i % 97, static_cast<char>('a' + i % 26));
    ASSERT_TRUE(put(ring, text));
    ASSERT_EQ(take(ring), text) << i;
  }
}

TEST(Ring, TwoThreadsLoseAndDoubleNothing) {
  Ring ring(4096);
  constexpr int kCount = 100'000;
  std::thread writer([&] {
    for (int i = 0; i < kCount;) {
      const std::string text =
          std::to_string(i) + std::string(static_cast<std::size_t>(i % 50), '.');
      if (put(ring, text)) {
        ++i;
      } else {
        std::this_thread::yield();
      }
    }
  });
  for (int i = 0; i < kCount;) {
    const auto front = ring.front();
    if (front.data() == nullptr) {
      std::this_thread::yield();
      continue;
    }
    const std::string wanted =
        std::to_string(i) + std::string(static_cast<std::size_t>(i % 50), '.');
    if (front != wanted) {
      ADD_FAILURE() << front;
      break;
    }
    ring.pop();
    ++i;
  }
  writer.join();
  EXPECT_EQ(take(ring), "(empty)");
}

}  // namespace
}  // namespace quorum::store::journal
