#include "govern/board.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "govern/door.hpp"

namespace quorum::govern {
namespace {

TEST(Board, ShowsTheNewestRingUnderANewVersion) {
  Board board(Ring::make({}, {}, nullptr));
  const auto version = board.version();
  const auto ring = Ring::make({}, std::vector{Sha256Digest{}}, nullptr);
  board.hang(ring);
  EXPECT_EQ(board.ring(), ring);
  EXPECT_NE(board.version(), version);
}

// What no ring lacks is never missed, whoever hangs rings meanwhile; a limit holds all the same.
TEST(Board, DoorsOnManyThreadsSeeOneRingOrTheNext) {
  constexpr std::int64_t kMax = 1'000;
  const auto hash = hex(Sha256Machine().digest("good"));
  const store::KeyRow row{.id = "key_1", .hash = hash, .requests_per_minute_max = kMax};
  Board board(Ring::make(std::vector{row}, {}, nullptr));
  const ManualClock clock;
  std::atomic<std::int64_t> passed{0};
  std::atomic<int> strangers{0};
  std::atomic<bool> is_over{false};
  std::jthread changing([&] {
    for (int i = 0; !is_over; ++i) {
      const store::KeyRow other{.id = "key_0", .hash = hex(Sha256Machine().digest("other"))};
      const auto before = board.ring();
      board.hang(
          Ring::make(i % 2 == 0 ? std::vector{other, row} : std::vector{row}, {}, before.get()));
      std::this_thread::yield();
    }
  });
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        Door door(board, clock);
        const std::string_view key = "good";
        for (int k = 0; k < 500; ++k) {
          const auto entry = door.admit({.keys = {&key, 1}}, Effort::answer);
          if (entry.refusal == nullptr) {
            passed.fetch_add(1);
          } else if (entry.refusal->code != Errc::rate_limited) {
            strangers.fetch_add(1);
          }
        }
      });
    }
  }
  is_over = true;
  EXPECT_EQ(passed.load(), kMax);
  EXPECT_EQ(strangers.load(), 0);
}

}  // namespace
}  // namespace quorum::govern
