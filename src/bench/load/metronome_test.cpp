#include "bench/load/metronome.hpp"

#include <gtest/gtest.h>

#include "testkit/run.hpp"

namespace quorum::bench {
namespace {

using namespace std::chrono_literals;

Task<bool> keeps_time(async::Loop& loop) {
  auto metronome = Metronome::create(loop);
  if (!metronome) co_return false;
  const auto past = std::chrono::steady_clock::now() - 1s;
  if (!co_await (*metronome)->until(past)) co_return false;
  for (int i = 0; i < 5; ++i) {
    const auto moment = std::chrono::steady_clock::now() + 300us;
    if (!co_await (*metronome)->until(moment)) co_return false;
    if (std::chrono::steady_clock::now() < moment) co_return false;
  }
  co_return true;
}

TEST(Metronome, IsNeverEarly) { EXPECT_TRUE(testkit::run_for_real(keeps_time)); }

TEST(Schedule, IsEven) {
  const TimePoint begin{};
  Schedule schedule(begin, 4'000);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(schedule.next() - begin, 250us * i);
}

}  // namespace
}  // namespace quorum::bench
