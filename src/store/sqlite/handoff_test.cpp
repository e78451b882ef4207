#include "store/sqlite/handoff.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "async/scope.hpp"
#include "testkit/run.hpp"

namespace quorum::store::sqlite {
namespace {

Task<std::string> from_thread(async::Loop& home) {
  Handoff<std::string> handoff(home);
  const std::jthread sender([send = handoff.sender()]() mutable { send("from afar"); });
  co_return co_await handoff;
}

TEST(SqliteHandoff, BringsAValueFromAnotherThread) {
  EXPECT_EQ(testkit::run(from_thread), "from afar");
}

Task<std::string> sent_before(async::Loop& home) {
  Handoff<std::string> handoff(home);
  handoff.sender()("early");
  co_await home.yield();
  co_await home.yield();
  co_return co_await handoff;
}

TEST(SqliteHandoff, MayComeBeforeItIsAwaited) { EXPECT_EQ(testkit::run(sent_before), "early"); }

Task<> wait_for(async::Loop& home, std::move_only_function<void(std::string)>* sender) {
  Handoff<std::string> handoff(home);
  *sender = handoff.sender();
  co_await handoff;
  ADD_FAILURE() << "it was cancelled";
}

Task<int> cancelled(async::Loop& home) {
  std::move_only_function<void(std::string)> sender;
  {
    async::Scope scope(home);
    scope.spawn(wait_for(home, &sender));
    co_await home.yield();
    co_await home.yield();
  }
  sender("to nobody");
  co_await home.sleep(std::chrono::seconds(1));
  co_return 1;
}

TEST(SqliteHandoff, MayComeWhenNobodyWaitsAnyMore) { EXPECT_EQ(testkit::run(cancelled), 1); }

}  // namespace
}  // namespace quorum::store::sqlite
