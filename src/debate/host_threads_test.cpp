#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "debate/host.hpp"
#include "store/memory.hpp"
#include "testkit/scripted.hpp"

namespace quorum::debate {
namespace {

using namespace std::chrono_literals;
using store::LogEvent;

Task<std::vector<LogEvent>> follow(Host* host, async::Loop* loop, std::string id) {
  std::vector<LogEvent> seen;
  auto reader = co_await host->watch(*loop, std::move(id), 0);
  while (true) {
    auto batch = co_await (*reader)->next();
    if (!batch || !*batch) co_return seen;
    seen.insert(seen.end(), (*batch)->begin(), (*batch)->end());
  }
}

Task<std::vector<LogEvent>> run(Host* host, async::Loop* loop, std::promise<std::string>* id) {
  auto begun = co_await host->start(*loop, {.question = "Tea or coffee?",
                                            .seats = {{.model = "ada"}, {.model = "bob"}},
                                            .rounds = 3,
                                            .judges = {"judge"}});
  id->set_value(begun->id);
  co_return co_await follow(host, loop, begun->id);
}

Task<> disturb(Host* host, async::Loop* loop, std::string id) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(co_await host->show(*loop, id));
    EXPECT_TRUE(co_await host->list(*loop, {}));
    // Of a debate that is running it changes nothing; of one that is over it is refused.
    const auto resumed = co_await host->command(*loop, id, Command::resume);
    EXPECT_TRUE(resumed || resumed.error().code == Errc::conflict);
    co_await loop->sleep(1ms);
  }
}

Task<> cancel(Host* host, async::Loop* loop, std::string id) {
  co_await loop->sleep(10ms);
  EXPECT_TRUE(co_await host->command(*loop, id, Command::cancel));
}

/// A loop whose debates others command goes on running until they have their answers.
Task<> serve_until(async::Loop* loop, const std::atomic<bool>* is_over) {
  while (!*is_over) co_await loop->sleep(5ms);
}

/// Waits for `others`, this thread's loop running meanwhile.
void join(async::Loop& loop, std::vector<std::thread>& others) {
  std::atomic<bool> is_over = false;
  std::thread waiting([&] {
    for (auto& other : others) other.join();
    is_over = true;
  });
  loop.run_until_done(serve_until(&loop, &is_over));
  waiting.join();
}

/// A debate's world on this thread's loop.
struct World {
  World() : home(std::move(*async::Loop::create())), models(*home), ids(clock, 1) {
    models.add("ada", {testkit::says("tea tea tea tea tea", 3ms)});
    models.add("bob", {testkit::says("coffee coffee coffee", 4ms)});
    models.add("judge", {testkit::says(R"({"better":"tie","strength":0,"reason":"r"})", 1ms)});
  }
  ~World() { host.leave(*home); }

  std::unique_ptr<async::Loop> home;
  testkit::ScriptedModels models;
  store::MemoryDebates debates;
  SystemClock clock;
  IdMaker ids;
  Host host{{.debates = debates,
             .models = models,
             .ids = ids,
             .backend_of = [this](async::Loop&) -> llm::ChatBackend& { return models; }}};
};

/// Runs `what` on a loop and a thread of its own, once the debate's id is known.
template <typename What>
std::thread beside(World& world, std::shared_future<std::string> id, What what) {
  return std::thread([&world, id, what] {
    auto loop = async::Loop::create();
    (*loop)->run_until_done(what(&world.host, loop->get(), id.get()));
    world.host.leave(**loop);
  });
}

Task<> keep(Host* host, async::Loop* loop, std::string id, std::vector<LogEvent>* log) {
  *log = co_await follow(host, loop, std::move(id));
}

// One thread runs the debate, others watch it, list it and command it.
TEST(Host, IsForEveryThread) {
  World world;
  std::promise<std::string> promised;
  auto known = promised.get_future().share();
  std::vector<std::vector<LogEvent>> logs(3);
  std::vector<std::thread> others;
  for (auto& log : logs) {
    others.push_back(beside(world, known, [&log](Host* host, async::Loop* loop, std::string id) {
      return keep(host, loop, std::move(id), &log);
    }));
  }
  others.push_back(beside(world, known, disturb));
  const auto whole = world.home->run_until_done(run(&world.host, world.home.get(), &promised));
  join(*world.home, others);
  EXPECT_EQ(whole.back().name, "debate.completed");
  for (const auto& log : logs) EXPECT_EQ(log, whole);
}

TEST(Host, IsCancelledFromAnotherThread) {
  World world;
  std::promise<std::string> promised;
  std::vector<std::thread> others;
  others.push_back(beside(world, promised.get_future().share(), cancel));
  const auto whole = world.home->run_until_done(run(&world.host, world.home.get(), &promised));
  join(*world.home, others);
  EXPECT_EQ(whole.back().name, "debate.cancelled");
}

}  // namespace
}  // namespace quorum::debate
