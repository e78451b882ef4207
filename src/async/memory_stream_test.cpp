#include "async/memory_stream.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <string>

#include "async/scope.hpp"
#include "testkit/run.hpp"

namespace quorum::async {
namespace {

Task<> write_then_finish(ByteStream* stream, std::string text) {
  const std::string_view piece = text;
  EXPECT_TRUE((co_await stream->write({&piece, 1})).has_value());
  EXPECT_TRUE((co_await stream->finish()).has_value());
}

Task<std::string> read_all(ByteStream* stream) {
  std::string all;
  std::array<char, 3> buffer;
  for (;;) {
    const auto size = co_await stream->read(buffer);
    if (!size) co_return all + "|" + std::string(name(size.error().code));
    if (*size == 0) co_return all;
    all.append(buffer.data(), *size);
  }
}

TEST(MemoryPair, ResetsOnCloseWhereItIsTold) {
  auto main = [](Loop& loop) -> Task<std::string> {
    auto [first, second] = memory_pair(loop);
    co_await write_then_finish(first.get(), "lost");
    first->reset_on_close();
    first.reset();
    co_return co_await read_all(second.get());
  };
  EXPECT_EQ(testkit::run(main), "|unavailable");
}

TEST(MemoryPair, CarriesMoreThanItHolds) {
  auto main = [](Loop& loop) -> Task<std::string> {
    auto [first, second] = memory_pair(loop, 4);
    Scope scope(loop);
    scope.spawn(write_then_finish(first.get(), "more than four bytes"));
    co_return co_await read_all(second.get());
  };
  EXPECT_EQ(testkit::run(main), "more than four bytes");
}

TEST(MemoryPair, MakesTheWriterWaitForTheReader) {
  auto main = [](Loop& loop) -> Task<std::size_t> {
    auto [first, second] = memory_pair(loop, 4);
    Scope scope(loop);
    scope.spawn(write_then_finish(first.get(), "12345"));
    co_await loop.sleep(std::chrono::hours(1));
    EXPECT_EQ(scope.size(), 1U);
    std::array<char, 10> buffer;
    EXPECT_EQ(*co_await second->read(buffer), 4U);
    co_await scope.join();
    co_return *co_await second->read(buffer);
  };
  EXPECT_EQ(testkit::run(main), 1U);
}

TEST(MemoryPair, EndsAReadAtItsDeadline) {
  auto main = [](Loop& loop) -> Task<std::string> {
    auto [first, second] = memory_pair(loop);
    second->set_deadline(loop.now() + std::chrono::seconds(5));
    co_return co_await read_all(second.get());
  };
  EXPECT_EQ(testkit::run(main), "|deadline_exceeded");
}

TEST(MemoryPair, IsLostToTheOtherEndWhenOneIsDestroyed) {
  auto main = [](Loop& loop) -> Task<Errc> {
    auto [first, second] = memory_pair(loop);
    first.reset();
    co_await second->peer_gone();
    EXPECT_EQ(co_await read_all(second.get()), "");
    const std::string_view piece = "into the void";
    co_return (co_await second->write({&piece, 1})).error().code;
  };
  EXPECT_EQ(testkit::run(main), Errc::unavailable);
}

TEST(MemoryPair, StillWritesToAPeerThatHasOnlyEndedItsHalf) {
  auto main = [](Loop& loop) -> Task<std::string> {
    auto [first, second] = memory_pair(loop);
    EXPECT_TRUE((co_await first->finish()).has_value());
    co_await second->peer_gone();
    co_await write_then_finish(second.get(), "answer");
    co_return co_await read_all(first.get());
  };
  EXPECT_EQ(testkit::run(main), "answer");
}

}  // namespace
}  // namespace quorum::async
