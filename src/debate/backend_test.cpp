#include "debate/backend.hpp"

#include <gtest/gtest.h>

#include "json/value.hpp"
#include "store/memory.hpp"
#include "testkit/scripted.hpp"

namespace quorum::debate {
namespace {

using namespace std::chrono_literals;
using testkit::says;

struct World {
  explicit World(async::Loop& home)
      : loop(home),
        models(home),
        ids(home, 1),
        host({.debates = debates,
              .models = models,
              .ids = ids,
              .backend_of = [this](async::Loop&) -> llm::ChatBackend& { return models; }}),
        backend(home, host,
                {.defaults = {.question = {},
                              .seats = {{.model = "ada", .name = "Ada"}, {.model = "bob"}},
                              .rounds = 1,
                              .judges = {"judge"}}}) {
    models.add("ada", {says("tea is fine", 10ms)});
    models.add("bob", {says("coffee is fine", 15ms)});
    const auto* tie = R"({"better":"tie","strength":0,"reason":"equal"})";
    models.add("judge", {says(tie, 1ms), says(tie, 2ms), says("Both.", 1ms)});
  }
  ~World() { host.leave(loop); }

  async::Loop& loop;
  testkit::ScriptedModels models;
  store::MemoryDebates debates;
  IdMaker ids;
  Host host;
  DebateBackend backend;
};

llm::Call call(std::string model) {
  llm::Call call{.model = std::move(model)};
  call.chat.edit().messages = {llm::message(llm::Role::user, "Hello"),
                               llm::message(llm::Role::assistant, "Hi"),
                               llm::message(llm::Role::user, "Tea or coffee?")};
  return call;
}

Task<> answers(async::Loop& loop) {
  World world(loop);
  auto stream = co_await world.backend.open(call("debate/default"), {});
  EXPECT_TRUE(stream) << stream.error().message;
  std::vector<llm::Delta> deltas;
  std::string reasoning;
  while (true) {
    auto batch = co_await (*stream)->next();
    EXPECT_TRUE(batch);
    if (!*batch) break;
    for (auto& delta : (*batch)->deltas) {
      reasoning += delta.reasoning;
      deltas.push_back(delta);
    }
  }
  // Both ballots are out at once, and which comes first is chance.
  const std::string first = reasoning.find("read AB") < reasoning.find("read BA") ? "AB" : "BA";
  EXPECT_EQ(reasoning,
            "Round 1, opening\n\n"
            "Ada (ada): tea is fine\n\n"
            "bob: coffee is fine\n\n"
            "judge has read " +
                first + " and voted.\n" + "judge has read " + (first == "AB" ? "BA" : "AB") +
                " and voted.\n");
  const auto id = json::Document::parse(deltas.front().extension);
  EXPECT_TRUE(id->root()["debate_id"].string()->starts_with("dbt_"));
  EXPECT_FALSE(id->root()["verdict"].exists());
  const auto& last = deltas.back();
  EXPECT_EQ(last.finish, llm::Finish::stop);
  // Two turns of 3 words, two ballots and the chair's answer of 1 word, 10 tokens read in each.
  EXPECT_EQ(last.usage->prompt, 50);
  EXPECT_EQ(last.usage->completion, 9);
  const auto extension = json::Document::parse(last.extension);
  EXPECT_EQ(extension->root()["verdict"]["outcome"].string(), "tie");
  EXPECT_EQ(extension->root()["verdict"]["answer"].string(), last.text);
}

TEST(DebateBackend, AnswersAsAModelDoes) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(answers(*loop));
}

Task<> leaves(async::Loop& loop) {
  World world(loop);
  {
    auto stream = co_await world.backend.open(call("debate/default"), {});
    (void)co_await (*stream)->next();
    co_await loop.sleep(12ms);
    EXPECT_EQ(world.models.open_now(), 2U);
  }
  co_await loop.sleep(1ms);
  EXPECT_EQ(world.models.open_now(), 0U);
  auto listed = co_await world.host.list(loop, {});
  EXPECT_NE(listed->find(R"("status":"cancelled")"), std::string::npos);
}

TEST(DebateBackend, CancelsTheDebateWhenTheCallerLeaves) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(leaves(*loop));
}

Task<> refuses_what_is_wrong(async::Loop& loop) {
  World world(loop);
  const auto unknown = co_await world.backend.open(call("debate/shouting"), {});
  EXPECT_EQ(unknown.error().code, Errc::not_found);
  llm::Call empty{.model = "debate/default"};
  const auto nothing = co_await world.backend.open(std::move(empty), {});
  EXPECT_EQ(nothing.error().code, Errc::invalid_request);
  auto blank = call("debate/default");
  blank.chat.edit().messages = {llm::message(llm::Role::user, "  ")};
  const auto refused = co_await world.backend.open(std::move(blank), {});
  EXPECT_EQ(refused.error().field, "question");
}

TEST(DebateBackend, RefusesWhatCannotBeDebated) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(refuses_what_is_wrong(*loop));
}

Task<> fails(async::Loop& loop) {
  World world(loop);
  world.models.add("ada", {testkit::refuses({.code = Errc::unauthenticated, .message = "no"})});
  world.models.add("bob", {testkit::refuses({.code = Errc::unauthenticated, .message = "no"})});
  auto stream = co_await world.backend.open(call("debate/default"), {});
  while (true) {
    auto batch = co_await (*stream)->next();
    if (batch && *batch) continue;
    EXPECT_FALSE(batch) << "a failed debate must not end cleanly";
    EXPECT_EQ(batch.error().code, Errc::upstream_failed);
    co_return;
  }
}

TEST(DebateBackend, NeverEndsAFailedDebateCleanly) {
  const auto loop = async::Loop::simulated(1);
  loop->run_until_done(fails(*loop));
}

}  // namespace
}  // namespace quorum::debate
