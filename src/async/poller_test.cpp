#include "async/poller.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "async/child_process.hpp"

namespace quorum::async {
namespace {

using std::chrono::milliseconds;

class Recorder final : public Poller::Watcher {
 public:
  std::vector<Poller::Ready> told;

 private:
  void ready(Poller::Ready what) override { told.push_back(what); }
};

TEST(Poller, TellsEachChangeOnce) {
  const auto poller = *Poller::create();
  auto ends = *socket_pair();
  Recorder recorder;
  ASSERT_TRUE(poller->add(ends.ours.get(), recorder, Poller::Trigger::edge, Poller::Cohort::first));
  poller->wait(milliseconds(0));
  ASSERT_EQ(recorder.told.size(), 1U);
  EXPECT_TRUE(recorder.told[0].can_write);
  EXPECT_FALSE(recorder.told[0].can_read);
  poller->wait(milliseconds(0));
  EXPECT_EQ(recorder.told.size(), 1U);
  EXPECT_EQ(::write(ends.theirs.get(), "x", 1), 1);
  poller->wait(milliseconds(0));
  ASSERT_EQ(recorder.told.size(), 2U);
  EXPECT_TRUE(recorder.told[1].can_read);
  EXPECT_FALSE(recorder.told[1].has_ended);
  ends.theirs.reset();
  poller->wait(milliseconds(0));
  ASSERT_EQ(recorder.told.size(), 3U);
  EXPECT_TRUE(recorder.told[2].has_ended);
}

/// Whatever the order in which they became ready.
TEST(Poller, TellsTheFirstCohortBeforeTheSecond) {
  class Named final : public Poller::Watcher {
   public:
    Named(char name, std::string& order) : name_(name), order_(order) {}

   private:
    void ready(Poller::Ready what) override {
      if (what.can_read) order_ += name_;
    }
    char name_;
    std::string& order_;
  };
  const auto poller = *Poller::create();
  std::string order;
  std::vector<std::unique_ptr<Named>> watchers;
  std::vector<SocketPair> pairs;
  for (const char name : {'B', 'a', 'C', 'b', 'A', 'c'}) {
    pairs.push_back(*socket_pair());
    watchers.push_back(std::make_unique<Named>(name, order));
    const auto cohort = name < 'a' ? Poller::Cohort::second : Poller::Cohort::first;
    ASSERT_TRUE(
        poller->add(pairs.back().ours.get(), *watchers.back(), Poller::Trigger::edge, cohort));
  }
  poller->wait(milliseconds(0));
  for (const auto& pair : pairs) EXPECT_EQ(::write(pair.theirs.get(), "x", 1), 1);
  poller->wait(milliseconds(0));
  EXPECT_EQ(order, "abcBCA");
}

TEST(Poller, TellsNothingOfWhatWasRemovedThoughACopyIsStillOpen) {
  const auto poller = *Poller::create();
  auto ends = *socket_pair();
  const Fd copy(::dup(ends.ours.get()));
  {
    Recorder gone;
    ASSERT_TRUE(poller->add(ends.ours.get(), gone, Poller::Trigger::edge, Poller::Cohort::first));
    poller->remove(ends.ours.get());
  }
  ends.ours.reset();
  EXPECT_EQ(::write(ends.theirs.get(), "x", 1), 1);
  poller->wait(milliseconds(0));
}

TEST(Poller, IsWokenFromOtherThreadsAgainAndAgain) {
  const auto poller = *Poller::create();
  for (int round = 0; round < 50; ++round) {
    std::jthread waker([&] { poller->wake(); });
    poller->wait(std::nullopt);
  }
}

TEST(Poller, ReturnsFromAWaitThatASignalInterrupts) {
  const auto poller = *Poller::create();
  struct sigaction ignore_it{};
  struct sigaction before{};
  ignore_it.sa_handler = [](int) {};
  ::sigaction(SIGUSR1, &ignore_it, &before);
  const auto thread = ::pthread_self();
  std::atomic<bool> is_over = false;
  std::jthread sender([&] {
    // The wait may not have begun yet: sent until it has been interrupted.
    while (!is_over) {
      ::pthread_kill(thread, SIGUSR1);
      std::this_thread::yield();
    }
  });
  poller->wait(std::nullopt);
  is_over = true;
  sender.join();
  ::sigaction(SIGUSR1, &before, nullptr);
}

}  // namespace
}  // namespace quorum::async
