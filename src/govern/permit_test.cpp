#include "govern/permit.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

namespace quorum::govern {
namespace {

TEST(Permit, ThereAreSoManyAndTheyComeBackHoweverTheyEnd) {
  const auto permits = std::make_shared<Permits>();
  auto first = Permits::take(permits, 2);
  {
    const auto second = Permits::take(permits, 2);
    EXPECT_TRUE(first && second);
    EXPECT_FALSE(Permits::take(permits, 2));
    EXPECT_EQ(permits->taken(), 2);
  }
  EXPECT_EQ(permits->taken(), 1);
  auto moved = std::move(first);
  EXPECT_EQ(permits->taken(), 1);
  moved.release();
  moved.release();
  EXPECT_EQ(permits->taken(), 0);
  first = Permits::take(permits, 1);
  first = Permits::take(permits, 2);
  EXPECT_EQ(permits->taken(), 1);
}

TEST(Permit, OutlivesItsKey) {
  auto permits = std::make_shared<Permits>();
  auto permit = Permits::take(permits, 1);
  permits.reset();
  EXPECT_TRUE(permit);
}

TEST(Permit, ALimitThatIsLoweredHoldsForTheNext) {
  const auto permits = std::make_shared<Permits>();
  const auto one = Permits::take(permits, 5);
  const auto two = Permits::take(permits, 5);
  EXPECT_FALSE(Permits::take(permits, 1));
}

TEST(Permit, NeverMoreAtOnceAcrossThreads) {
  constexpr int kMax = 3;
  const auto permits = std::make_shared<Permits>();
  std::atomic<int> at_once{0};
  std::atomic<int> most{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      // Each goes on until it had its share: a permit that got lost would let them go on for ever.
      threads.emplace_back([&] {
        for (int granted = 0; granted < 300;) {
          const auto permit = Permits::take(permits, kMax);
          if (!permit) {
            std::this_thread::yield();
            continue;
          }
          ++granted;
          const int now = at_once.fetch_add(1) + 1;
          int seen = most.load();
          while (seen < now && !most.compare_exchange_weak(seen, now)) {
          }
          std::this_thread::yield();
          at_once.fetch_sub(1);
        }
      });
    }
  }
  EXPECT_LE(most.load(), kMax);
  EXPECT_EQ(permits->taken(), 0);
}

}  // namespace
}  // namespace quorum::govern
