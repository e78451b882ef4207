#include "async/timer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <random>
#include <vector>

namespace quorum::async {
namespace {

class Bell final : public Timer {
 public:
  explicit Bell(std::vector<int>* rung, int id = 0) : rung_(rung), id_(id) {}

 private:
  void fire() override { rung_->push_back(id_); }
  std::vector<int>* rung_;
  int id_;
};

TEST(TimerWheel, FiresAtTheTickAndNotBefore) {
  for (const Tick when : {Tick{1}, Tick{63}, Tick{64}, Tick{65}, Tick{4095}, Tick{4096},
                          Tick{86'400'000}, Tick{1} << 36, TimerWheel::kTickMax}) {
    std::vector<int> rung;
    TimerWheel wheel;
    Bell bell(&rung);
    wheel.arm(bell, when);
    wheel.advance(when - 1);
    EXPECT_TRUE(rung.empty()) << when;
    EXPECT_TRUE(bell.is_armed());
    wheel.advance(when);
    EXPECT_EQ(rung.size(), 1U) << when;
    EXPECT_FALSE(bell.is_armed());
  }
}

TEST(TimerWheel, FiresInTheOrderOfTicks) {
  std::vector<int> rung;
  TimerWheel wheel;
  std::deque<Bell> bells;
  for (const int when : {5000, 3, 70, 64, 3, 4096}) {
    wheel.arm(bells.emplace_back(&rung, when), static_cast<Tick>(when));
  }
  wheel.advance(10'000);
  EXPECT_EQ(rung, (std::vector{3, 3, 64, 70, 4096, 5000}));
}

TEST(TimerWheel, FiresWhatIsAlreadyDueAtTheNextAdvance) {
  std::vector<int> rung;
  TimerWheel wheel;
  wheel.advance(100);
  Bell bell(&rung);
  wheel.arm(bell, 50);
  EXPECT_TRUE(rung.empty());
  EXPECT_EQ(wheel.next(), Tick{100});
  wheel.advance(100);
  EXPECT_EQ(rung.size(), 1U);
}

TEST(TimerWheel, ForgetsWhatIsCancelledMovedOrDestroyed) {
  std::vector<int> rung;
  TimerWheel wheel;
  Bell cancelled(&rung, 1);
  Bell moved(&rung, 2);
  {
    Bell destroyed(&rung, 3);
    wheel.arm(destroyed, 10);
  }
  wheel.arm(cancelled, 10);
  cancelled.cancel();
  EXPECT_EQ(wheel.next(), std::nullopt);
  wheel.arm(moved, 10);
  wheel.arm(moved, 500);
  wheel.advance(499);
  EXPECT_TRUE(rung.empty());
  wheel.advance(500);
  EXPECT_EQ(rung, std::vector{2});
  EXPECT_EQ(wheel.next(), std::nullopt);
}

class Repeating final : public Timer {
 public:
  explicit Repeating(TimerWheel* wheel) : wheel_(wheel) {}
  int count = 0;

 private:
  void fire() override {
    ++count;
    wheel_->arm(*this, 0);
  }
  TimerWheel* wheel_;
};

TEST(TimerWheel, ArmedAgainWhileFiringWaitsForTheNextAdvance) {
  TimerWheel wheel;
  Repeating repeating(&wheel);
  wheel.arm(repeating, 0);
  for (Tick tick = 1; tick <= 3; ++tick) wheel.advance(tick);
  EXPECT_EQ(repeating.count, 3);
}

/// Against a sorted map: thousands of timers of all lengths, armed, moved and cancelled at random.
TEST(TimerWheel, AgreesWithASortedListWhateverHappens) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::vector<int> rung;
    TimerWheel wheel;
    std::deque<Bell> bells;
    for (int id = 0; id < 300; ++id) bells.emplace_back(&rung, id);
    std::map<int, Tick> expected;
    Tick now = 0;
    for (int step = 0; step < 400; ++step) {
      for (int i = 0; i < 10; ++i) {
        const int id = static_cast<int>(random() % bells.size());
        if (random() % 4 == 0) {
          bells[static_cast<std::size_t>(id)].cancel();
          expected.erase(id);
        } else {
          const Tick when = now + (random() >> (random() % 32));
          wheel.arm(bells[static_cast<std::size_t>(id)], when);
          expected[id] = when;
        }
      }
      const auto next = wheel.next();
      ASSERT_EQ(next.has_value(), !expected.empty());
      for (const auto& [id, when] : expected) ASSERT_LE(*next, std::max(when, now));
      now += random() >> (random() % 32);
      rung.clear();
      wheel.advance(now);
      std::vector<int> due;
      for (const auto& [id, when] : expected) {
        if (when <= now) due.push_back(id);
      }
      std::erase_if(expected, [&](const auto& entry) { return entry.second <= now; });
      std::ranges::sort(rung);
      ASSERT_EQ(rung, due);
    }
  }
}

}  // namespace
}  // namespace quorum::async
