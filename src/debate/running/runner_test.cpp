#include "debate/running/runner.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "debate/record/write.hpp"
#include "store/memory.hpp"
#include "testkit/scripted.hpp"

namespace quorum::debate {
namespace {

using namespace std::chrono_literals;
using testkit::says;

/// One debate and what runs it.
struct World {
  World(async::Loop& home, Caps caps, Profile profile = Profile::standard)
      : loop(home), models(home), journal(home, debates, "d", std::make_shared<Feed>(), State{}) {
    models.add("ada", {says("a a a a a a a a a a", 100ms)});
    models.add("bob", {says("b b", 100ms)});
    models.add("judge", {says(R"({"better":"tie","strength":0,"reason":"r"})", 10ms)});
    plan = {.id = "d",
            .question = "Tea or coffee?",
            .format = "default",
            .seats = {seat("s1", "ada", "Tea", profile), seat("s2", "bob", "Coffee", profile)},
            .rounds = 2,
            .judges = {{.model = "judge", .price = llm::Price{}}},
            .budget = caps};
  }
  static Seat seat(std::string id, std::string model, std::string position, Profile profile) {
    return {.id = std::move(id),
            .model = std::move(model),
            .position = std::move(position),
            .tokens_max = 50,
            .profile = profile,
            .price = llm::Price{}};
  }
  Task<std::vector<store::LogEvent>> play() {
    store::DebateRow row{.id = "d", .question = {}, .status = "running", .request = {}};
    EXPECT_TRUE(co_await debates.create(loop, std::move(row)));
    journal.add(plan);
    Runner runner(loop, models, journal, {});
    EXPECT_TRUE(co_await runner.run());
    auto log = co_await debates.read(loop, "d", 0, 1000);
    co_return std::move(*log);
  }

  async::Loop& loop;
  testkit::ScriptedModels models;
  store::MemoryDebates debates;
  Journal journal;
  DebateStarted plan;
};

std::size_t count_of(const std::vector<store::LogEvent>& log, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::count(log, name, &store::LogEvent::name));
}

Task<> keeps_to_the_time(async::Loop& loop) {
  World world(loop, {.seconds = 1});
  const auto log = co_await world.play();
  // Bob has answered within 0.8 s; Ada is cut there, and the judges still have their fifth.
  EXPECT_EQ(count_of(log, "turn.finished"), 1U);
  EXPECT_EQ(count_of(log, "turn.failed"), 1U);
  EXPECT_EQ(count_of(log, "round.started"), 1U);
  EXPECT_NE(world.journal.state().verdict.find("\"budget_stop\""), std::string::npos);
  EXPECT_LE(log.back().at_ms - log.front().at_ms, 1000);
}

TEST(Runner, CutsTurnsWhereTheTimeIsOver) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(keeps_to_the_time(*loop));
}

// Ada needs 1.4 s of the 1.6 that the rounds have: a second round could not end.
Task<> stops_between_rounds(async::Loop& loop) {
  World world(loop, {.seconds = 2});
  world.models.add("ada", {says("a a a a a a a a a a a a a a", 100ms)});
  const auto log = co_await world.play();
  EXPECT_EQ(count_of(log, "round.started"), 1U);
  EXPECT_EQ(count_of(log, "turn.finished"), 2U);
  EXPECT_EQ(count_of(log, "judge.voted"), 2U);
  EXPECT_NE(world.journal.state().verdict.find("\"budget_stop\""), std::string::npos);
  EXPECT_EQ(log.back().name, "debate.completed");
}

TEST(Runner, JudgesWhatThereIsWhereNoRoundFitsAnyMore) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(stops_between_rounds(*loop));
}

Task<> stops_for_tokens(async::Loop& loop) {
  World world(loop, {.tokens = 20});
  const auto log = co_await world.play();
  EXPECT_EQ(log.back().name, "debate.failed");
  EXPECT_EQ(log.back().data, R"({"reason":"budget"})");
  EXPECT_TRUE(world.models.calls().empty());
}

TEST(Runner, AsksNobodyWhereTheBudgetIsTooSmall) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(stops_for_tokens(*loop));
}

Task<> never_overspends(async::Loop& loop) {
  for (std::int64_t cap = 1000; cap < 40'000; cap += 1500) {
    World world(loop, {.tokens = cap});
    (void)co_await world.play();
    EXPECT_LE(world.journal.state().spent.tokens, cap);
    std::int64_t used = 0;
    for (const auto& call : world.models.calls()) {
      used += call.fate == testkit::Fate::ended ? 10 : 0;
    }
    EXPECT_LE(used, cap);
  }
}

TEST(Runner, NeverPassesACap) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(never_overspends(*loop));
}

Task<> shows_the_prefill(async::Loop& loop) {
  World world(loop, {}, Profile::small_local);
  const auto log = co_await world.play();
  const auto& turns = world.journal.state().turns;
  EXPECT_EQ(turns[1].text, "Coffee is the better choice becauseb b");
  const auto calls = world.models.calls();
  const auto bobs = std::ranges::find(calls, "bob", &testkit::SeenCall::model);
  const auto& chat = bobs->chat;
  EXPECT_EQ(chat.messages.back().text(), "Coffee is the better choice because");
  EXPECT_EQ(world.journal.state().rounds[1].angle, "everyday life");
  EXPECT_EQ(log.back().name, "debate.completed");
}

TEST(Runner, ShowsWhatASmallModelWasMadeToBeginWith) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(shows_the_prefill(*loop));
}

/// Looks, at every call, whether what announces it was stored by then.
class Witness final : public llm::ChatBackend {
 public:
  Witness(llm::ChatBackend& inner, store::Debates& debates, async::Loop& loop)
      : inner_(inner), debates_(debates), loop_(loop) {}
  Task<Result<std::unique_ptr<llm::ChatStream>>> open(llm::Shared<llm::Call> call,
                                                      llm::CallContext context) override {
    const auto log = co_await debates_.read(loop_, "d", 0, 1000);
    announced += std::ranges::any_of(*log, [&](const store::LogEvent& line) {
      return line.data.find("\"call_id\":\"" + std::string(context.call_id) + "\"") !=
             std::string::npos;
    });
    co_return co_await inner_.open(std::move(call), context);
  }
  int announced = 0;

 private:
  llm::ChatBackend& inner_;
  store::Debates& debates_;
  async::Loop& loop_;
};

Task<> announces_first(async::Loop& loop) {
  World world(loop, {});
  store::DebateRow row{.id = "d", .question = {}, .status = "running", .request = {}};
  EXPECT_TRUE(co_await world.debates.create(loop, std::move(row)));
  world.journal.add(world.plan);
  Witness witness(world.models, world.debates, loop);
  Runner runner(loop, witness, world.journal, {});
  EXPECT_TRUE(co_await runner.run());
  EXPECT_EQ(witness.announced, 4);
}

TEST(Runner, BeginsACallOnlyOnceItsReservationIsStored) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(announces_first(*loop));
}

}  // namespace
}  // namespace quorum::debate
