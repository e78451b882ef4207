#include "debate/reader.hpp"

#include <gtest/gtest.h>

#include "async/scope.hpp"
#include "store/memory.hpp"

namespace quorum::debate {
namespace {

using namespace std::chrono_literals;

store::LogEvent line(std::uint64_t seq, std::string name = "budget") {
  return {.seq = seq, .name = std::move(name), .data = "{}", .at_ms = 1};
}

struct World {
  explicit World(async::Loop& home) : loop(home) {}
  Task<> create(std::vector<store::LogEvent> lines, std::string status = "running") {
    store::DebateRow row{.id = "d", .question = {}, .status = std::move(status), .request = {}};
    EXPECT_TRUE(co_await debates.create(loop, std::move(row)));
    EXPECT_TRUE(co_await debates.append(loop, "d", std::move(lines), store::Durability::durable));
  }
  std::unique_ptr<Reader> reader(std::uint64_t after = 0) {
    return std::make_unique<Reader>(loop, debates, "d", feed, after);
  }
  async::Loop& loop;
  store::MemoryDebates debates;
  std::shared_ptr<Feed> feed = std::make_shared<Feed>();
};

Task<> reads_to_the_end(async::Loop& loop) {
  World world(loop);
  co_await world.create({line(1), line(2), line(3, "debate.completed")}, "completed");
  auto reader = world.reader(1);
  auto batch = co_await reader->next();
  EXPECT_EQ((*batch)->size(), 2U);
  batch = co_await reader->next();
  EXPECT_FALSE(batch->has_value());
  auto late = world.reader(3);
  batch = co_await late->next();
  EXPECT_FALSE(batch->has_value()) << "whoever has seen the end gets an end, not a wait";
}

TEST(Reader, EndsWithTheDebate) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(reads_to_the_end(*loop));
}

Task<> write_later(World* world) {
  co_await world->loop.sleep(2s);
  (void)co_await world->debates.append(world->loop, "d", {line(2), line(3, "debate.failed")},
                                       store::Durability::durable);
  (void)co_await world->debates.set_status(world->loop, "d", "failed");
}

Task<> follows_another_process(async::Loop& loop) {
  World world(loop);
  co_await world.create({line(1)});
  async::Scope other(loop);
  other.spawn(write_later(&world));
  auto reader = world.reader();
  std::uint64_t seen = 0;
  while (true) {
    auto batch = co_await reader->next();
    if (!*batch) break;
    for (const auto& one : **batch) EXPECT_EQ(one.seq, ++seen);
  }
  EXPECT_EQ(seen, 3U);
}

TEST(Reader, FollowsADebateThatAnotherProcessRuns) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(follows_another_process(*loop));
}

Task<> tells_of_a_fault(async::Loop& loop) {
  World world(loop);
  co_await world.create({line(1)});
  world.feed->go_live();
  auto reader = world.reader();
  EXPECT_TRUE(co_await reader->next());
  world.feed->go_quiet(Error{.code = Errc::unavailable, .message = "disk full"});
  const auto batch = co_await reader->next();
  EXPECT_EQ(batch.error().message, "disk full");
}

TEST(Reader, TellsWhyNothingMoreComes) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(tells_of_a_fault(*loop));
}

Task<> leaves_the_feed(async::Loop& loop) {
  World world(loop);
  co_await world.create({line(1)});
  {
    const auto reader = world.reader();
    EXPECT_EQ(world.feed->viewers(), 1U);
  }
  EXPECT_EQ(world.feed->viewers(), 0U);
}

TEST(Reader, LeavesTheFeedWhenItGoes) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(leaves_the_feed(*loop));
}

}  // namespace
}  // namespace quorum::debate
