#include "http/h2/client_connection.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "async/memory_stream.hpp"
#include "testkit/run.hpp"

namespace quorum::h2 {
namespace {

TEST(ClientConnection, HasNoRoomOnceItIsCut) {
  testkit::run([](async::Loop& loop) -> Task<> {
    auto [ours, theirs] = async::memory_pair(loop);
    ClientConnection connection(loop, {}, std::move(ours), std::make_shared<Scratch>());
    co_await loop.sleep(std::chrono::milliseconds(1));
    EXPECT_TRUE(connection.has_room());
    theirs.reset();
    co_await loop.sleep(std::chrono::milliseconds(1));
    EXPECT_FALSE(connection.is_alive());
    EXPECT_FALSE(connection.has_room());
  });
}

}  // namespace
}  // namespace quorum::h2
