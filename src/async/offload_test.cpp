#include "async/offload.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "async/combine.hpp"
#include "async/scope.hpp"
#include "testkit/run.hpp"

namespace quorum::async {
namespace {

TEST(Offload, GivesTheValueOnTheHomeLoop) {
  auto main = [](Loop& loop) -> Task<bool> {
    Offload offload({.threads = 2});
    const auto home = std::this_thread::get_id();
    auto ask = [] { return std::this_thread::get_id(); };
    const auto worker = co_await offload.run(loop, ask);
    EXPECT_EQ(std::this_thread::get_id(), home);
    co_return *worker != home;
  };
  EXPECT_TRUE(testkit::run(main));
  EXPECT_TRUE(testkit::run_for_real(main));
}

TEST(Offload, PassesOnErrorsAndMoveOnlyValues) {
  auto main = [](Loop& loop) -> Task<std::string> {
    Offload offload({.threads = 1});
    auto fail = []() -> Result<int> { return Error{.code = Errc::conflict, .message = "Taken."}; };
    const auto failed = co_await offload.run(loop, fail);
    auto make = [text = std::make_unique<std::string>("moved")]() mutable {
      return std::move(text);
    };
    const auto made = co_await offload.run(loop, std::move(make));
    auto nothing = [] {};
    EXPECT_TRUE((co_await offload.run(loop, nothing)).has_value());
    co_return failed.error().message + " " + **made;
  };
  EXPECT_EQ(testkit::run(main), "Taken. moved");
}

/// Takes its time to go.
struct Slow {
  explicit Slow(std::atomic<bool>* flag) : is_gone(flag) {}
  Slow(Slow&& other) noexcept : is_gone(std::exchange(other.is_gone, nullptr)) {}
  ~Slow() {
    if (is_gone == nullptr) return;
    for (int i = 0; i < 20; ++i) std::this_thread::yield();
    *is_gone = true;
  }
  std::atomic<bool>* is_gone;
};

TEST(Offload, HasLetGoOfTheFunctionBeforeItAnswers) {
  auto main = [](Loop& loop) -> Task<> {
    Offload offload({.threads = 1});
    std::atomic<bool> is_gone = false;
    auto ask = [slow = Slow(&is_gone)] { return slow.is_gone != nullptr; };
    EXPECT_TRUE(*co_await offload.run(loop, std::move(ask)));
    EXPECT_TRUE(is_gone.load());
  };
  testkit::run(main);
}

/// Holds the only thread until told.
struct Blocker {
  std::promise<void> begun;
  std::promise<void> release;
};

Task<> occupy(Offload* offload, Loop& loop, std::shared_ptr<Blocker> blocker) {
  auto block = [blocker] {
    blocker->begun.set_value();
    blocker->release.get_future().wait();
  };
  EXPECT_TRUE((co_await offload->run(loop, std::move(block))).has_value());
}

TEST(Offload, RefusesWhatTheQueueHasNoRoomFor) {
  auto main = [](Loop& loop) -> Task<Errc> {
    Offload offload({.threads = 1, .queue_max = 1});
    const auto blocker = std::make_shared<Blocker>();
    Scope scope(loop);
    scope.spawn(occupy(&offload, loop, blocker));
    co_await loop.yield();
    blocker->begun.get_future().wait();
    auto count = [](Offload* on, Loop& home, int* done) -> Task<> {
      auto nothing = [] {};
      if (co_await on->run(home, nothing)) ++*done;
    };
    int done = 0;
    scope.spawn(count(&offload, loop, &done));
    co_await loop.yield();
    auto nothing = [] {};
    const auto refused = co_await offload.run(loop, nothing);
    blocker->release.set_value();
    co_await scope.join();
    EXPECT_EQ(done, 1);
    co_return refused.error().code;
  };
  EXPECT_EQ(testkit::run(main), Errc::unavailable);
}

TEST(Offload, NeverBeginsWhatWasAbandonedInTheQueue) {
  auto main = [](Loop& loop) -> Task<bool> {
    Offload offload({.threads = 1});
    const auto blocker = std::make_shared<Blocker>();
    Scope scope(loop);
    scope.spawn(occupy(&offload, loop, blocker));
    co_await loop.yield();
    blocker->begun.get_future().wait();
    const auto has_run = std::make_shared<std::atomic<bool>>(false);
    auto run = [](Offload* on, Loop& home, std::shared_ptr<std::atomic<bool>> flag) -> Task<> {
      auto raise = [flag] { *flag = true; };
      (void)co_await on->run(home, std::move(raise));
    };
    {
      Scope abandoned(loop);
      abandoned.spawn(run(&offload, loop, has_run));
      co_await loop.yield();
    }
    blocker->release.set_value();
    co_await scope.join();
    auto nothing = [] {};
    EXPECT_TRUE((co_await offload.run(loop, nothing)).has_value());
    co_return has_run->load();
  };
  EXPECT_FALSE(testkit::run(main));
}

Task<> ask_and_leave(Loop& loop, Offload* offload) {
  auto work = [](Offload* on, Loop& home) -> Task<> {
    auto answer = [] { return std::string(100, 'x'); };
    (void)co_await on->run(home, answer);
  };
  Scope scope(loop);
  for (int i = 0; i < 3; ++i) scope.spawn(work(offload, loop));
  co_await loop.yield();
}

TEST(Offload, MayAnswerWhenTheTaskAndItsLoopAreGone) {
  Offload offload({.threads = 2});
  for (int i = 0; i < 300; ++i) {
    const auto loop = *Loop::create();
    loop->run_until_done(ask_and_leave(*loop, &offload));
  }
}

TEST(Offload, CancelsWhatHasNotBegunWhenItEnds) {
  auto main = [](Loop& loop) -> Task<std::vector<Errc>> {
    auto offload = std::make_unique<Offload>(OffloadConfig{.threads = 0});
    std::vector<Errc> codes;
    auto ask = [](Offload* on, Loop& home, std::vector<Errc>* into) -> Task<> {
      auto nothing = [] {};
      into->push_back((co_await on->run(home, nothing)).error().code);
    };
    Scope scope(loop);
    scope.spawn(ask(offload.get(), loop, &codes));
    co_await loop.yield();
    offload.reset();
    co_await scope.join();
    co_return codes;
  };
  EXPECT_EQ(testkit::run(main), std::vector{Errc::cancelled});
}

}  // namespace
}  // namespace quorum::async
