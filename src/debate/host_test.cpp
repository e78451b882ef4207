#include "debate/host.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "json/value.hpp"
#include "store/memory.hpp"
#include "testkit/run.hpp"
#include "testkit/scripted.hpp"

namespace quorum::debate {
namespace {

using namespace std::chrono_literals;
using store::LogEvent;
using testkit::breaks_after;
using testkit::hangs;
using testkit::refuses;
using testkit::says;
using testkit::Script;

constexpr std::string_view kVoteA = R"({"better":"A","strength":3,"reason":"because"})";
constexpr std::string_view kVoteB = R"({"better":"B","strength":3,"reason":"because"})";

/// Everything a debate needs, on one simulated loop.
struct World {
  explicit World(async::Loop& home, std::uint64_t seed = 1)
      : loop(home),
        models(home),
        ids(home, seed),
        host({.debates = debates,
              .models = models,
              .ids = ids,
              .backend_of = [this](async::Loop&) -> llm::ChatBackend& { return models; }}) {}
  ~World() { host.leave(loop); }

  void add(std::string id, testkit::ScriptedModels::Author author) {
    models.add({.id = std::move(id), .provider = "scripted", .price = llm::Price{}},
               std::move(author));
  }
  /// A model that speaks at that pace, and a judge that prefers the seat called Amber.
  void add_speaker(const std::string& id, std::chrono::milliseconds pace = 20ms) {
    add(id, [id, pace](const llm::Chat&, std::size_t nth) {
      return says("answer " + std::to_string(nth) + " of " + id + " in some words", pace);
    });
  }
  void add_judge(const std::string& id) {
    add(id, [](const llm::Chat& chat, std::size_t) {
      const auto text = chat.messages.at(1).text();
      if (text.find("Speaker A, called") == std::string::npos) return says("Drink tea.", 5ms);
      const bool is_first = text.find("Speaker A, called Amber") != std::string::npos;
      return says(is_first ? kVoteA : kVoteB, 1ms);
    });
  }
  DebateRequest request(std::int64_t rounds = 2) const {
    return {.question = "Tea or coffee?",
            .seats = {{.model = "ada"}, {.model = "bob"}},
            .rounds = rounds,
            .judges = {"judge"}};
  }

  async::Loop& loop;
  testkit::ScriptedModels models;
  store::MemoryDebates debates;
  IdMaker ids;
  Host host;
};

Task<std::vector<LogEvent>> follow(World* world, std::string id, std::uint64_t after = 0) {
  std::vector<LogEvent> seen;
  auto reader = co_await world->host.watch(world->loop, id, after);
  EXPECT_TRUE(reader);
  while (true) {
    auto batch = co_await (*reader)->next();
    EXPECT_TRUE(batch) << batch.error().message;
    if (!batch || !*batch) co_return seen;
    seen.insert(seen.end(), (*batch)->begin(), (*batch)->end());
  }
}

Task<std::string> started(World* world, DebateRequest request) {
  auto begun = co_await world->host.start(world->loop, std::move(request));
  EXPECT_TRUE(begun) << begun.error().message;
  co_return begun ? begun->id : "";
}

std::string field(const std::string& data, std::string_view key) {
  const auto document = json::Document::parse(data);
  const auto value = document->root()[key];
  return std::string(value.string().value_or(value.raw()));
}

std::size_t count(const std::vector<LogEvent>& log, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::count(log, name, &LogEvent::name));
}

const LogEvent* find(const std::vector<LogEvent>& log, std::string_view name) {
  const auto found = std::ranges::find(log, name, &LogEvent::name);
  return found == log.end() ? nullptr : &*found;
}

void expect_gapless(const std::vector<LogEvent>& log, std::uint64_t after = 0) {
  for (std::size_t i = 0; i < log.size(); ++i) ASSERT_EQ(log[i].seq, after + i + 1);
}

/// Every delta begins where the last one of its turn ended, and all of them are the turn's text.
void expect_whole_texts(const std::vector<LogEvent>& log) {
  std::map<std::string, std::string> texts;
  for (const auto& line : log) {
    const auto turn = field(line.data, "turn_id");
    if (line.name == "turn.delta") {
      EXPECT_EQ(field(line.data, "offset"), std::to_string(texts[turn].size()));
      texts[turn] += field(line.data, "text");
    }
    if (line.name == "turn.finished") EXPECT_EQ(field(line.data, "text"), texts[turn]);
  }
}

World& capable(World& world) {
  world.add_speaker("ada");
  world.add_speaker("bob", 30ms);
  world.add_judge("judge");
  return world;
}

Task<> plays_a_whole_debate(async::Loop& loop) {
  World world(loop);
  capable(world);
  const auto id = co_await started(&world, world.request());
  const auto log = co_await follow(&world, id);
  expect_gapless(log);
  expect_whole_texts(log);
  EXPECT_EQ(log.front().name, "debate.started");
  EXPECT_EQ(log.back().name, "debate.completed");
  EXPECT_EQ(count(log, "turn.finished"), 4U);
  EXPECT_EQ(count(log, "judge.voted"), 2U);
  EXPECT_EQ(count(log, "verdict"), 1U);
  EXPECT_EQ(field(find(log, "verdict")->data, "winner"), "s1");
  EXPECT_EQ(field(find(log, "verdict")->data, "answer"), "Drink tea.");
  // Two speakers twice, two ballots, one chair.
  EXPECT_EQ(world.models.calls().size(), 7U);
  EXPECT_EQ(world.models.calls()[0].at, world.models.calls()[1].at);

  auto shown = co_await world.host.show(loop, id);
  EXPECT_EQ(field(*shown, "status"), "completed");
  EXPECT_EQ(field(*shown, "cost_usd"), "0");
  EXPECT_NE(field(*shown, "verdict"), "null");
}

TEST(Host, PlaysAWholeDebate) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(plays_a_whole_debate(*loop));
}

Task<> writes_batches(async::Loop& loop) {
  World world(loop);
  world.add("ada", [](const llm::Chat&, std::size_t) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "word ";
    return says(text, 10ms);
  });
  world.add_speaker("bob", 1ms);
  world.add_judge("judge");
  const auto id = co_await started(&world, world.request(1));
  const auto log = co_await follow(&world, id);
  std::int64_t last_ms = 0;
  std::size_t batches = 0;
  for (const auto& line : log) {
    if (line.name != "turn.delta" || field(line.data, "turn_id") != "t1") continue;
    const auto ms = std::stoll(field(line.data, "ms"));
    EXPECT_LE(ms - last_ms, 100);
    last_ms = ms;
    ++batches;
  }
  // A second of speech in batches of 80 ms.
  EXPECT_GE(batches, 10U);
  EXPECT_LE(batches, 15U);
}

TEST(Host, WritesSpeechInBatchesOfAtMostATenthOfASecond) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(writes_batches(*loop));
}

Task<> resumes(async::Loop& loop, std::vector<LogEvent>* whole) {
  World world(loop);
  capable(world);
  const auto id = co_await started(&world, world.request());
  *whole = co_await follow(&world, id);
}

/// A process that died after these lines, and the one that comes after it.
Task<> resumes_from(async::Loop& loop, std::vector<LogEvent> lines) {
  World world(loop, 2);
  capable(world);
  const auto id = field(lines.front().data, "id");
  store::DebateRow row{.id = id, .question = "Tea or coffee?", .status = "running", .request = {}};
  (void)co_await world.debates.create(loop, row);
  (void)co_await world.debates.append(loop, id, lines, store::Durability::durable);
  std::set<std::string> finished;
  for (const auto& line : lines) {
    if (line.name == "turn.finished") finished.insert(field(line.data, "turn_id"));
    if (line.name == "judge.voted") finished.insert(field(line.data, "order"));
  }
  const bool was_over = lines.back().name == "debate.completed";
  const auto resumed = co_await world.host.command(loop, id, Command::resume);
  EXPECT_EQ(resumed.has_value(), !was_over);
  const auto log = co_await follow(&world, id);
  expect_gapless(log);
  expect_whole_texts(log);
  EXPECT_TRUE(std::equal(lines.begin(), lines.end(), log.begin()));
  EXPECT_EQ(log.back().name, "debate.completed");
  EXPECT_EQ(count(log, "turn.finished"), 4U);
  EXPECT_EQ(count(log, "judge.voted"), 2U);
  EXPECT_EQ(count(log, "judge.started"), 2U);
  EXPECT_EQ(count(log, "verdict"), 1U);
  EXPECT_EQ(count(log, "turn.started"), count(log, "turn.finished") + count(log, "turn.failed"));
  const bool has_verdict = count(lines, "verdict") == 1;
  EXPECT_EQ(world.models.calls().size(), has_verdict ? 0 : 7 - finished.size());
  auto listed = co_await world.host.list(loop, {});
  EXPECT_NE(listed->find(R"("status":"completed")"), std::string::npos);
}

// The proof of the room: a process killed after any line it has stored.
TEST(Host, ResumesFromEveryPrefixOfALog) {
  std::vector<LogEvent> whole;
  {
    const auto loop = async::Loop::simulated(1);
    loop->run_until_done(resumes(*loop, &whole));
  }
  ASSERT_GT(whole.size(), 40U);
  for (std::size_t size = 1; size <= whole.size(); ++size) {
    SCOPED_TRACE("killed after line " + std::to_string(size) + ", " + whole[size - 1].name);
    const auto loop = async::Loop::simulated(size);
    loop->run_until_done(
        resumes_from(*loop, {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}));
  }
}

TEST(Host, WritesTheSameLogForTheSameAnswers) {
  std::vector<LogEvent> logs[2];
  for (auto& log : logs) {
    const auto loop = async::Loop::simulated(7);
    loop->run_until_done(resumes(*loop, &log));
  }
  EXPECT_EQ(logs[0], logs[1]);
}

Task<> dies_for_real(async::Loop& loop, std::chrono::milliseconds moment) {
  store::MemoryDebates debates;
  std::string id;
  {
    World world(loop);
    capable(world);
    IdMaker ids(loop, 3);
    Host host({.debates = debates,
               .models = world.models,
               .ids = ids,
               .backend_of = [&world](async::Loop&) -> llm::ChatBackend& { return world.models; }});
    auto begun = co_await host.start(loop, world.request());
    id = begun->id;
    co_await loop.sleep(moment);
    host.leave(loop);
    EXPECT_EQ(world.models.open_now(), 0U);
  }
  World world(loop);
  capable(world);
  IdMaker ids(loop, 4);
  Host host({.debates = debates,
             .models = world.models,
             .ids = ids,
             .backend_of = [&world](async::Loop&) -> llm::ChatBackend& { return world.models; }});
  const auto resumed = co_await host.resume_unfinished(loop);
  EXPECT_TRUE(resumed);
  auto reader = co_await host.watch(loop, id, 0);
  std::vector<LogEvent> log;
  while (true) {
    auto batch = co_await (*reader)->next();
    if (!batch || !*batch) break;
    log.insert(log.end(), (*batch)->begin(), (*batch)->end());
  }
  expect_gapless(log);
  expect_whole_texts(log);
  EXPECT_EQ(count(log, "turn.finished"), 4U);
  EXPECT_EQ(count(log, "verdict"), 1U);
  EXPECT_EQ(log.back().name, "debate.completed");
  host.leave(loop);
}

TEST(Host, ResumesADebateWhoseProcessEndedAtAnyMoment) {
  for (int ms = 0; ms < 700; ms += 13) {
    SCOPED_TRACE(std::to_string(ms) + " ms");
    const auto loop = async::Loop::simulated(static_cast<std::uint64_t>(ms) + 1);
    loop->run_until_done(dies_for_real(*loop, std::chrono::milliseconds(ms)));
  }
}

Task<> keep_log(World* world, std::string id, std::chrono::milliseconds wait,
                std::vector<LogEvent>* into, std::uint64_t after) {
  co_await world->loop.sleep(wait);
  *into = co_await follow(world, id, after);
}

Task<> shows_everybody_the_same(async::Loop& loop) {
  World world(loop);
  capable(world);
  const auto id = co_await started(&world, world.request(4));
  std::vector<std::vector<LogEvent>> logs(20);
  async::Scope viewers(loop);
  for (std::size_t i = 0; i < logs.size(); ++i) {
    viewers.spawn(keep_log(&world, id, std::chrono::milliseconds(i * 71), &logs[i], 0));
  }
  std::vector<LogEvent> late;
  viewers.spawn(keep_log(&world, id, 300ms, &late, 17));
  co_await viewers.join();
  expect_gapless(logs[0]);
  for (const auto& log : logs) EXPECT_EQ(log, logs[0]);
  expect_gapless(late, 17);
  EXPECT_EQ(late.size(), logs[0].size() - 17);
}

TEST(Host, ShowsTheSameLinesToWhoeverComesWhenever) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(shows_everybody_the_same(*loop));
}

Task<> slow_viewer(async::Loop& loop) {
  World world(loop);
  capable(world);
  const auto id = co_await started(&world, world.request(10));
  auto reader = co_await world.host.watch(loop, id, 0);
  std::vector<LogEvent> seen;
  while (true) {
    auto batch = co_await (*reader)->next();
    if (!*batch) break;
    EXPECT_LE((*batch)->size(), 256U);
    seen.insert(seen.end(), (*batch)->begin(), (*batch)->end());
    co_await loop.sleep(20s);
  }
  expect_gapless(seen);
  EXPECT_EQ(seen.back().name, "debate.completed");
  // It did not slow the debate down.
  EXPECT_LT(seen.back().at_ms - seen.front().at_ms, 20'000);
}

TEST(Host, LetsASlowViewerReadOnFromTheStore) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(slow_viewer(*loop));
}

Task<> outlives_failures(async::Loop& loop) {
  World world(loop);
  world.add_speaker("ada");
  world.add("bob", [](const llm::Chat&, std::size_t nth) -> Script {
    switch (nth) {
      case 0:
        return refuses({.code = Errc::rate_limited, .message = "slow down", .retry_after = 2s});
      case 1: return breaks_after("half an", {.code = Errc::upstream_failed, .message = "cut"});
      case 2: return hangs();
      default: return says("back again");
    }
  });
  world.add_judge("judge");
  const auto id = co_await started(&world, world.request());
  const auto log = co_await follow(&world, id);
  expect_gapless(log);
  EXPECT_EQ(count(log, "turn.failed"), 3U);
  std::vector<std::string> errors;
  for (const auto& line : log) {
    if (line.name != "turn.failed") continue;
    errors.push_back(field(line.data, "will_retry") + " " +
                     field(field(line.data, "error"), "message"));
  }
  EXPECT_EQ(errors, (std::vector<std::string>{"true slow down", "true cut",
                                              "false The model said nothing for 120 s at all."}));
  const auto calls = world.models.calls();
  std::vector<TimePoint> asked;
  for (const auto& call : calls) {
    if (call.model == "bob") asked.push_back(call.at);
  }
  EXPECT_GE(asked.at(1) - asked.at(0), 2s);
  // Out for the turn, back in the next round, and the verdict is whole.
  EXPECT_EQ(count(log, "turn.finished"), 3U);
  EXPECT_EQ(field(find(log, "verdict")->data, "flags"), "[]");
}

TEST(Host, LeavesAFailedSeatOutForTheTurnOnly) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(outlives_failures(*loop));
}

Task<> judge_fails(async::Loop& loop) {
  World world(loop);
  world.add_speaker("ada");
  world.add_speaker("bob");
  world.models.add("judge", {says("I like both, really.")});
  const auto id = co_await started(&world, world.request(1));
  const auto log = co_await follow(&world, id);
  EXPECT_EQ(field(find(log, "judge.voted")->data, "valid"), "false");
  EXPECT_EQ(field(find(log, "judge.voted")->data, "vote"), "I like both, really.");
  EXPECT_EQ(field(find(log, "debate.degraded")->data, "missing"), R"(["judge"])");
  EXPECT_EQ(field(find(log, "verdict")->data, "outcome"), "no_decision");
  // Each ballot was asked for twice, then the chair.
  EXPECT_EQ(world.models.calls_of("judge"), 5U);
}

TEST(Host, AsksAJudgeOnceMoreAndThenCallsTheVoteInvalid) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(judge_fails(*loop));
}

Task<> cancels(async::Loop& loop) {
  World world(loop);
  capable(world);
  const auto id = co_await started(&world, world.request());
  co_await loop.sleep(50ms);
  EXPECT_EQ(world.models.open_now(), 2U);
  auto shown = co_await world.host.command(loop, id, Command::cancel);
  EXPECT_EQ(field(*shown, "status"), "cancelled");
  EXPECT_EQ(world.models.open_now(), 0U);
  const auto log = co_await follow(&world, id);
  EXPECT_EQ(log.back().name, "debate.cancelled");
  EXPECT_EQ(count(log, "turn.failed"), 2U);
  EXPECT_TRUE(co_await world.host.command(loop, id, Command::cancel));
  const auto again = co_await world.host.command(loop, id, Command::resume);
  EXPECT_EQ(again.error().code, Errc::conflict);
  const auto nobody = co_await world.host.command(loop, "dbt_nobody", Command::cancel);
  EXPECT_EQ(nobody.error().code, Errc::not_found);
}

TEST(Host, CancelsAtOnce) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(cancels(*loop));
}

Task<> pauses(async::Loop& loop) {
  World world(loop);
  capable(world);
  const auto id = co_await started(&world, world.request());
  co_await loop.sleep(50ms);
  auto shown = co_await world.host.command(loop, id, Command::pause);
  EXPECT_EQ(field(*shown, "status"), "paused");
  co_await loop.sleep(10s);
  // What was under way has ended; nothing new has begun.
  EXPECT_EQ(world.models.calls().size(), 2U);
  EXPECT_EQ(world.models.open_now(), 0U);
  EXPECT_TRUE(co_await world.host.command(loop, id, Command::pause));
  auto listed = co_await world.host.list(loop, {.status = "paused"});
  EXPECT_NE(listed->find(id), std::string::npos);

  shown = co_await world.host.command(loop, id, Command::resume);
  EXPECT_EQ(field(*shown, "status"), "running");
  const auto log = co_await follow(&world, id);
  expect_gapless(log);
  EXPECT_EQ(log.back().name, "debate.completed");
  EXPECT_EQ(count(log, "turn.failed"), 0U);
  EXPECT_EQ(count(log, "turn.finished"), 4U);
}

TEST(Host, PausesBetweenTurnsAndGoesOn) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(pauses(*loop));
}

Task<> quick_resume(async::Loop& loop) {
  World world(loop);
  capable(world);
  const auto id = co_await started(&world, world.request());
  co_await loop.sleep(50ms);
  EXPECT_TRUE(co_await world.host.command(loop, id, Command::pause));
  EXPECT_TRUE(co_await world.host.command(loop, id, Command::resume));
  const auto log = co_await follow(&world, id);
  EXPECT_EQ(count(log, "turn.started"), 4U);
  EXPECT_EQ(field(find(log, "debate.resumed")->data, "reason"), "requested");
}

TEST(Host, ResumesBeforeThePauseHasTakenHold) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(quick_resume(*loop));
}

Task<> repeats_a_key(async::Loop& loop) {
  World world(loop);
  capable(world);
  auto request = world.request(1);
  request.idempotency_key = "k";
  const auto first = co_await world.host.start(loop, request);
  const auto second = co_await world.host.start(loop, request);
  EXPECT_TRUE(first->is_new);
  EXPECT_FALSE(second->is_new);
  EXPECT_EQ(first->id, second->id);
  (void)co_await follow(&world, first->id);
  const auto third = co_await world.host.start(loop, request);
  EXPECT_EQ(third->status, "completed");
}

TEST(Host, StartsOneDebateForOneKey) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(repeats_a_key(*loop));
}

Task<> leaves_early(async::Loop& loop) {
  World world(loop);
  capable(world);
  auto request = world.request(1);
  request.idempotency_key = "k";
  {
    async::Scope caller(loop);
    caller.spawn([](World* of, DebateRequest what) -> Task<> {
      (void)co_await of->host.start(of->loop, std::move(what));
    }(&world, request));
    co_await loop.yield();
  }
  co_await loop.sleep(10s);
  const auto found = co_await world.host.start(loop, request);
  EXPECT_FALSE(found->is_new);
  EXPECT_EQ(found->status, "completed");
}

TEST(Host, FinishesADebateWhoseCallerLeftWhileItBegan) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(leaves_early(*loop));
}

Task<> eight_seats(async::Loop& loop) {
  World world(loop);
  DebateRequest request{.question = "Q?", .seats = {}, .rounds = 1, .judges = {"judge"}};
  for (int i = 0; i < 8; ++i) {
    const auto id = "m" + std::to_string(i);
    world.add_speaker(id, std::chrono::milliseconds(i + 1));
    request.seats.push_back({.model = id});
  }
  world.add_judge("judge");
  const auto id = co_await started(&world, request);
  const auto log = co_await follow(&world, id);
  expect_gapless(log);
  expect_whole_texts(log);
  EXPECT_EQ(count(log, "turn.finished"), 8U);
  EXPECT_EQ(count(log, "judge.voted"), 56U);
  EXPECT_EQ(count(log, "verdict"), 1U);
}

TEST(Host, SeatsEight) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(eight_seats(*loop));
}

}  // namespace
}  // namespace quorum::debate
