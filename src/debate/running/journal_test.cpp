#include "debate/running/journal.hpp"

#include <gtest/gtest.h>

#include "store/memory.hpp"

namespace quorum::debate {
namespace {

using namespace std::chrono_literals;
using store::Durability;

/// A store that takes its time, remembers how it was asked, and refuses when told to.
class SlowDebates final : public store::Debates {
 public:
  explicit SlowDebates(async::Loop& loop) : loop_(loop) {}
  Task<Result<>> append(async::Loop& home, std::string id, std::vector<store::LogEvent> events,
                        Durability durability) override {
    co_await loop_.sleep(10ms);
    if (refuses) co_return Error{.code = Errc::unavailable, .message = "disk full"};
    batches.emplace_back(events.size(), durability);
    co_return co_await memory_.append(home, std::move(id), std::move(events), durability);
  }
  Task<Result<>> create(async::Loop& home, store::DebateRow row) override {
    return memory_.create(home, std::move(row));
  }
  Task<Result<>> set_status(async::Loop& home, std::string id, std::string status) override {
    statuses.push_back(status);
    return memory_.set_status(home, std::move(id), std::move(status));
  }
  Task<Result<std::optional<store::DebateRow>>> find(async::Loop& home, std::string id) override {
    return memory_.find(home, std::move(id));
  }
  Task<Result<std::vector<store::DebateRow>>> list(async::Loop& home,
                                                   store::DebateQuery query) override {
    return memory_.list(home, std::move(query));
  }
  Task<Result<std::vector<store::LogEvent>>> read(async::Loop& home, std::string id,
                                                  std::uint64_t after, std::size_t limit) override {
    return memory_.read(home, std::move(id), after, limit);
  }
  Task<Result<std::unique_ptr<store::Lease>>> lease(async::Loop& home, std::string id) override {
    return memory_.lease(home, std::move(id));
  }

  std::vector<std::pair<std::size_t, Durability>> batches;
  std::vector<std::string> statuses;
  bool refuses = false;

 private:
  async::Loop& loop_;
  store::MemoryDebates memory_;
};

struct World {
  explicit World(async::Loop& home) : loop(home), debates(home), feed(std::make_shared<Feed>()) {}
  Task<> create() {
    store::DebateRow row{.id = "d", .question = {}, .status = "running", .request = {}};
    EXPECT_TRUE(co_await debates.create(loop, std::move(row)));
    journal.emplace(loop, debates, "d", feed, State{});
    feed->go_live();
  }
  async::Loop& loop;
  SlowDebates debates;
  std::shared_ptr<Feed> feed;
  std::optional<Journal> journal;
};

const RoundStarted kRound{.round = 1, .kind = "opening"};
const TurnDelta kDelta{.turn_id = "t1", .text = "x"};

Task<> stores_first(async::Loop& loop) {
  World world(loop);
  co_await world.create();
  world.journal->add(kRound);
  EXPECT_EQ(world.journal->state().round.round, 1);
  co_await loop.sleep(9ms);
  EXPECT_TRUE(world.feed->after(0).lines.empty()) << "shown before it was stored";
  EXPECT_TRUE(co_await world.journal->settle());
  EXPECT_EQ(world.feed->after(0).lines.size(), 1U);
  EXPECT_EQ(world.feed->after(0).lines[0].seq, 1U);
}

TEST(Journal, ShowsALineOnlyOnceItIsStored) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(stores_first(*loop));
}

Task<> batches(async::Loop& loop) {
  World world(loop);
  co_await world.create();
  world.journal->add(kDelta);
  co_await loop.sleep(1ms);
  world.journal->add(kDelta);
  world.journal->add(kRound);
  world.journal->add(kDelta);
  EXPECT_TRUE(co_await world.journal->settle());
  world.journal->add(kDelta);
  EXPECT_TRUE(co_await world.journal->settle());
  const std::vector<std::pair<std::size_t, Durability>> expected{
      {1, Durability::kept}, {3, Durability::durable}, {1, Durability::kept}};
  EXPECT_EQ(world.debates.batches, expected);
  const auto stored = co_await world.debates.read(loop, "d", 0, 100);
  EXPECT_EQ(stored->size(), 5U);
  EXPECT_EQ(world.feed->after(0).lines, *stored);
}

TEST(Journal, WaitsForTheDiskForEverythingButSpeech) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(batches(*loop));
}

Task<> refusal(async::Loop& loop) {
  World world(loop);
  co_await world.create();
  world.debates.refuses = true;
  world.journal->add(kRound);
  const auto settled = co_await world.journal->settle();
  EXPECT_EQ(settled.error().message, "disk full");
  world.debates.refuses = false;
  world.journal->add(kDelta);
  EXPECT_FALSE(co_await world.journal->settle());
  co_await loop.sleep(1s);
  EXPECT_TRUE(world.debates.batches.empty()) << "a gap would be in the log";
  EXPECT_TRUE(world.feed->after(0).lines.empty());
}

TEST(Journal, WritesNothingMoreOnceTheStoreHasRefused) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(refusal(*loop));
}

Task<> statuses(async::Loop& loop) {
  World world(loop);
  co_await world.create();
  world.journal->add(kRound);
  world.journal->add(DebateTurned{.to = Turning::paused});
  EXPECT_TRUE(co_await world.journal->settle());
  world.journal->add(DebateTurned{.to = Turning::resumed});
  EXPECT_TRUE(co_await world.journal->settle());
  world.journal->add(kDelta);
  EXPECT_TRUE(co_await world.journal->settle());
  EXPECT_EQ(world.debates.statuses, (std::vector<std::string>{"paused", "running"}));
}

TEST(Journal, TellsTheListOfEveryChangeOfStatus) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(statuses(*loop));
}

}  // namespace
}  // namespace quorum::debate
