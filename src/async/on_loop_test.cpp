#include "async/on_loop.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

#include "async/combine.hpp"
#include "async/event.hpp"
#include "async/scope.hpp"
#include "testkit/run.hpp"

namespace quorum::async {
namespace {

/// Another thread with a loop of its own.
class Neighbour {
 public:
  Neighbour() : loop_(*Loop::create()), thread_([this] { loop_->run(); }) {}
  ~Neighbour() {
    loop_->stop();
    thread_.join();
  }
  Loop& loop() { return *loop_; }
  std::thread::id thread() const { return thread_.get_id(); }

 private:
  std::unique_ptr<Loop> loop_;
  std::thread thread_;
};

Task<std::thread::id> where(Loop* loop) {
  co_await loop->yield();
  co_return std::this_thread::get_id();
}

TEST(OnLoop, RunsThereAndGivesTheValueHere) {
  Neighbour neighbour;
  auto main = [](Loop& home, Neighbour* other) -> Task<> {
    auto make = [there = &other->loop()] { return where(there); };
    const auto here = std::this_thread::get_id();
    EXPECT_EQ(co_await on_loop(other->loop(), home, make), other->thread());
    EXPECT_EQ(std::this_thread::get_id(), here);
  };
  testkit::run_for_real([&](Loop& loop) { return main(loop, &neighbour); });
  testkit::run([&](Loop& loop) { return main(loop, &neighbour); });
}

/// Says on which thread it was destroyed.
class Witness {
 public:
  explicit Witness(std::atomic<std::thread::id>* ended_on) : ended_on_(ended_on) {}
  Witness(Witness&& other) noexcept : ended_on_(std::exchange(other.ended_on_, nullptr)) {}
  ~Witness() {
    if (ended_on_ == nullptr) return;
    *ended_on_ = std::this_thread::get_id();
    ended_on_->notify_all();
  }

 private:
  std::atomic<std::thread::id>* ended_on_;
};

Task<int> wait_for_ever(Loop* loop, std::atomic<bool>* has_begun,
                        [[maybe_unused]] Witness witness) {
  has_begun->store(true);
  has_begun->notify_all();
  co_await loop->sleep(Duration::max());
  co_return 1;
}

TEST(OnLoop, DestroysTheFarTaskOnItsOwnThreadWhenNobodyWaitsAnyMore) {
  Neighbour neighbour;
  std::atomic<bool> has_begun = false;
  std::atomic<std::thread::id> ended_on;
  auto main = [](Loop& home, Neighbour* other, std::atomic<bool>* begun,
                 std::atomic<std::thread::id>* ended) -> Task<> {
    auto make = [=, there = &other->loop()] { return wait_for_ever(there, begun, Witness(ended)); };
    auto far = on_loop(other->loop(), home, std::move(make));
    auto until_begun = [](std::atomic<bool>* flag, Loop* loop) -> Task<> {
      while (!flag->load()) co_await loop->yield();
    };
    const auto first = co_await race(std::move(far), until_begun(begun, &home));
    EXPECT_EQ(first.index(), 1U);
  };
  testkit::run_for_real([&](Loop& loop) { return main(loop, &neighbour, &has_begun, &ended_on); });
  ended_on.wait({});
  EXPECT_EQ(ended_on.load(), neighbour.thread());
}

Task<int> count(Loop* loop, int turns) {
  for (int i = 0; i < turns; ++i) co_await loop->yield();
  co_return turns;
}

Task<> ask_many(Loop& home, Loop* there, int* answers) {
  auto ask = [](Loop& from, Loop* to, int turns, int* answered) -> Task<> {
    auto make = [to, turns] { return count(to, turns); };
    *answered += co_await on_loop(*to, from, make) == turns ? 1 : 0;
  };
  Scope scope(home);
  for (int i = 0; i < 50; ++i) scope.spawn(ask(home, there, i % 7, answers));
  // Some are abandoned at every stage: before they begin, while they run, on their way back.
  for (int i = 0; i < 20; ++i) {
    Scope abandoned(home);
    for (int k = 0; k < 5; ++k) abandoned.spawn(ask(home, there, k, answers));
    for (int turn = 0; turn < i; ++turn) co_await home.yield();
  }
  co_await scope.join();
}

TEST(OnLoop, SurvivesManyCallsBothWaysOfWhichSomeAreAbandoned) {
  Neighbour first;
  Neighbour second;
  auto main = [](Loop& home, Loop* one, Loop* two) -> Task<int> {
    int answers = 0;
    auto relay = [](Loop* here, Loop* there) -> Task<int> {
      int counted = 0;
      co_await ask_many(*here, there, &counted);
      co_return counted;
    };
    auto make_one = [=] { return relay(one, two); };
    auto make_two = [=] { return relay(two, one); };
    auto far_one = on_loop(*one, home, make_one);
    auto far_two = on_loop(*two, home, make_two);
    std::vector<Task<int>> both;
    both.push_back(std::move(far_one));
    both.push_back(std::move(far_two));
    for (const int counted : co_await all(home, std::move(both))) answers += counted >= 50 ? 1 : 0;
    co_return answers;
  };
  EXPECT_EQ(
      testkit::run_for_real([&](Loop& loop) { return main(loop, &first.loop(), &second.loop()); }),
      2);
}

TEST(OnLoop, IsDroppedByALoopThatEndsFirst) {
  const auto home = *Loop::create();
  auto there = *Loop::create();
  auto make = [to = there.get()] { return count(to, 3); };
  // Neither loop runs any more when the call is thrown away.
  {
    auto begin = [](Loop* from, Loop* to, decltype(make) what) -> Task<> {
      auto far = on_loop(*to, *from, what);
      (void)co_await race(std::move(far), [](Loop* on) -> Task<> { co_await on->yield(); }(from));
    };
    home->run_until_done(begin(home.get(), there.get(), make));
  }
  there.reset();
}

TEST(OnLoop, IsDestroyedWithALoopThatEndsWhileItWaits) {
  const auto home = *Loop::create();
  auto there = *Loop::create();
  std::atomic<bool> has_begun = false;
  std::atomic<std::thread::id> ended_on;
  auto begin = [](Loop* from, Loop* to, std::atomic<bool>* begun,
                  std::atomic<std::thread::id>* ended) -> Task<> {
    auto make = [=] { return wait_for_ever(to, begun, Witness(ended)); };
    auto far = on_loop(*to, *from, std::move(make));
    auto run_there = [](Loop* far_loop) -> Task<> {
      far_loop->post([far_loop] { far_loop->stop(); });
      far_loop->run();
      co_return;
    };
    (void)co_await race(std::move(far), run_there(to));
  };
  home->run_until_done(begin(home.get(), there.get(), &has_begun, &ended_on));
  EXPECT_TRUE(has_begun.load());
  EXPECT_EQ(ended_on.load(), std::thread::id());
  there.reset();
  EXPECT_EQ(ended_on.load(), std::this_thread::get_id());
}

}  // namespace
}  // namespace quorum::async
