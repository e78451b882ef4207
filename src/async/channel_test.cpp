#include "async/channel.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "async/scope.hpp"
#include "testkit/run.hpp"

namespace quorum::async {
namespace {

using std::chrono::seconds;

Task<> send_numbers(Channel<int>* channel, int from, int to) {
  for (int number = from; number < to; ++number) {
    if (!co_await channel->send(number)) co_return;
  }
}

TEST(Channel, GivesItemsInTheOrderOfSending) {
  for (std::uint64_t seed = 1; seed < 10; ++seed) {
    auto main = [](Loop& loop) -> Task<> {
      Channel<int> channel(loop, 3);
      Scope scope(loop);
      scope.spawn(send_numbers(&channel, 0, 100));
      for (int expected = 0; expected < 100; ++expected) {
        EXPECT_EQ(co_await channel.receive(), expected);
        if (expected % 7 == 0) co_await loop.yield();
      }
    };
    testkit::run(main, seed);
  }
}

TEST(Channel, MakesTheFastSideWait) {
  auto main = [](Loop& loop) -> Task<> {
    Channel<int> channel(loop, 2);
    Scope scope(loop);
    scope.spawn(send_numbers(&channel, 0, 10));
    co_await loop.sleep(seconds(1));
    EXPECT_EQ(channel.size(), 2U);
    EXPECT_FALSE(channel.try_send(99));
    EXPECT_EQ(channel.try_receive(), 0);
    // The third has waited with the sender; it comes in as there is room.
    EXPECT_EQ(channel.size(), 2U);
  };
  testkit::run(main);
}

TEST(Channel, WithoutRoomHandsFromSenderToReceiver) {
  auto main = [](Loop& loop) -> Task<> {
    Channel<int> channel(loop, 0);
    EXPECT_FALSE(channel.try_send(1));
    Scope scope(loop);
    scope.spawn(send_numbers(&channel, 0, 3));
    for (int expected = 0; expected < 3; ++expected) {
      EXPECT_EQ(co_await channel.receive(), expected);
    }
  };
  testkit::run(main);
}

TEST(Channel, CarriesWhatCanOnlyBeMoved) {
  auto main = [](Loop& loop) -> Task<int> {
    Channel<std::unique_ptr<int>> channel(loop, 1);
    EXPECT_TRUE(channel.try_send(std::make_unique<int>(3)));
    const auto item = co_await channel.receive();
    co_return **item;
  };
  EXPECT_EQ(testkit::run(main), 3);
}

Task<> receive_into(Channel<int>* channel, std::vector<std::optional<int>>* received) {
  received->push_back(co_await channel->receive());
}

TEST(Channel, ClosedStillGivesWhatIsQueuedAndWakesEverybody) {
  auto main = [](Loop& loop) -> Task<> {
    Channel<int> channel(loop, 2);
    EXPECT_TRUE(channel.try_send(1));
    EXPECT_TRUE(channel.try_send(2));
    auto send = [](Channel<int>* to, bool* sent) -> Task<> { *sent = co_await to->send(3); };
    bool sent = true;
    Scope scope(loop);
    scope.spawn(send(&channel, &sent));
    co_await loop.yield();
    channel.close();
    co_await scope.join();
    EXPECT_FALSE(sent);
    EXPECT_FALSE(channel.try_send(4));
    EXPECT_FALSE(co_await channel.send(4));
    EXPECT_EQ(co_await channel.receive(), 1);
    EXPECT_EQ(co_await channel.receive(), 2);
    EXPECT_EQ(co_await channel.receive(), std::nullopt);

    Channel<int> idle(loop, 2);
    std::vector<std::optional<int>> received;
    for (int i = 0; i < 3; ++i) scope.spawn(receive_into(&idle, &received));
    co_await loop.yield();
    idle.close();
    co_await scope.join();
    EXPECT_EQ(received, (std::vector<std::optional<int>>(3, std::nullopt)));
  };
  testkit::run(main);
}

TEST(Channel, CancellingAReceiverThatWasGivenAnItemLosesNothing) {
  auto main = [](Loop& loop) -> Task<> {
    Channel<int> channel(loop, 2);
    std::vector<std::optional<int>> received;
    Scope first(loop);
    first.spawn(receive_into(&channel, &received));
    co_await loop.yield();
    EXPECT_TRUE(channel.try_send(1));
    EXPECT_TRUE(channel.try_send(2));
    first.cancel();
    EXPECT_EQ(co_await channel.receive(), 1);
    EXPECT_EQ(co_await channel.receive(), 2);

    first.spawn(receive_into(&channel, &received));
    co_await loop.yield();
    Scope second(loop);
    second.spawn(receive_into(&channel, &received));
    co_await loop.yield();
    EXPECT_TRUE(channel.try_send(3));
    first.cancel();
    co_await second.join();
    EXPECT_EQ(received, (std::vector<std::optional<int>>{3}));
  };
  testkit::run(main);
}

TEST(Channel, CancellingASenderWithdrawsItsItem) {
  auto main = [](Loop& loop) -> Task<> {
    Channel<int> channel(loop, 1);
    EXPECT_TRUE(channel.try_send(1));
    Scope scope(loop);
    scope.spawn(send_numbers(&channel, 2, 3));
    co_await loop.yield();
    scope.cancel();
    EXPECT_EQ(co_await channel.receive(), 1);
    EXPECT_EQ(channel.try_receive(), std::nullopt);
  };
  testkit::run(main);
}

TEST(Channel, CancellingASenderWhoseItemWasTakenLosesNothing) {
  auto main = [](Loop& loop) -> Task<> {
    Channel<int> channel(loop, 1);
    EXPECT_TRUE(channel.try_send(1));
    Scope scope(loop);
    scope.spawn(send_numbers(&channel, 2, 3));
    co_await loop.yield();
    EXPECT_EQ(channel.try_receive(), 1);
    scope.cancel();
    EXPECT_EQ(channel.try_receive(), 2);
  };
  testkit::run(main);
}

}  // namespace
}  // namespace quorum::async
