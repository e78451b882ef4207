#include "testkit/scripted.hpp"

#include <gtest/gtest.h>

#include "async/scope.hpp"
#include "core/try.hpp"
#include "testkit/run.hpp"

namespace quorum::testkit {
namespace {

using namespace std::chrono_literals;

struct Heard {
  std::string text;
  std::optional<llm::Usage> usage;
  std::optional<Error> error;
  std::chrono::milliseconds opened_after{};
  std::chrono::milliseconds ended_after{};
};

std::chrono::milliseconds since(TimePoint start, const async::Loop& loop) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(loop.now() - start);
}

Task<> hear(async::Loop& loop, ScriptedModels& models, std::string model, llm::CallContext context,
            Heard& heard) {
  const auto start = loop.now();
  llm::Call call{.model = std::move(model)};
  auto stream = co_await models.open(std::move(call), context);
  heard.opened_after = since(start, loop);
  if (!stream) {
    heard.error = stream.error();
    co_return;
  }
  while (true) {
    auto batch = co_await (*stream)->next();
    heard.ended_after = since(start, loop);
    if (!batch) heard.error = batch.error();
    if (!batch || !*batch) co_return;
    for (const auto& delta : (*batch)->deltas) {
      heard.text += delta.text;
      if (delta.usage) heard.usage = delta.usage;
    }
  }
}

Heard hear_alone(const std::vector<Script>& scripts, llm::CallContext context = {}) {
  return run([&](async::Loop& loop) -> Task<Heard> {
    ScriptedModels models{loop};
    models.add("m", scripts);
    Heard heard;
    co_await hear(loop, models, "m", context, heard);
    co_return heard;
  });
}

TEST(Scripted, SaysItsWordsAtItsPace) {
  const auto heard = hear_alone({says("one two three", 50ms)});
  EXPECT_EQ(heard.text, "one two three");
  EXPECT_EQ(heard.usage, (llm::Usage{.prompt = 10, .completion = 3}));
  EXPECT_EQ(heard.opened_after, 50ms);
  EXPECT_EQ(heard.ended_after, 150ms);
  EXPECT_FALSE(heard.error);
}

TEST(Scripted, ARefusalComesFromOpenAndACutAfterTheText) {
  const auto refused = hear_alone({refuses({.code = Errc::rate_limited, .message = "Wait."})});
  ASSERT_TRUE(refused.error);
  EXPECT_EQ(refused.error->code, Errc::rate_limited);
  EXPECT_EQ(refused.ended_after, 0ms);

  const auto cut = hear_alone(
      {breaks_after("half an", {.code = Errc::upstream_failed, .message = "Cut."}, 5ms)});
  EXPECT_EQ(cut.text, "half an");
  ASSERT_TRUE(cut.error);
  EXPECT_EQ(cut.error->code, Errc::upstream_failed);
}

TEST(Scripted, KeepsToTheDeadlineWhereverItWaits) {
  const auto slow = run([&](async::Loop& loop) -> Task<Heard> {
    ScriptedModels models{loop};
    models.add("m", std::vector{says("a b c d", 50ms)});
    Heard heard;
    co_await hear(loop, models, "m", {.deadline = loop.now() + 120ms}, heard);
    EXPECT_EQ(models.calls().front().fate, Fate::failed);
    co_return heard;
  });
  EXPECT_EQ(slow.text, "a b");
  ASSERT_TRUE(slow.error);
  EXPECT_EQ(slow.error->code, Errc::deadline_exceeded);
  EXPECT_EQ(slow.ended_after, 120ms);

  const auto never = run([&](async::Loop& loop) -> Task<Heard> {
    ScriptedModels models{loop};
    models.add("m", std::vector{hangs()});
    Heard heard;
    co_await hear(loop, models, "m", {.deadline = loop.now() + 1h}, heard);
    co_return heard;
  });
  ASSERT_TRUE(never.error);
  EXPECT_EQ(never.opened_after, 1h);
}

TEST(Scripted, PlaysItsScriptsInTurnAndRemembersTheCalls) {
  run([](async::Loop& loop) -> Task<int> {
    ScriptedModels models{loop};
    models.add("m", std::vector{says("first"), says("then")});
    std::string all;
    for (int i = 0; i < 3; ++i) {
      Heard heard;
      co_await hear(loop, models, "m", {.call_id = "c" + std::to_string(i)}, heard);
      all += heard.text + ".";
    }
    EXPECT_EQ(all, "first.then.then.");
    EXPECT_EQ(models.calls_of("m"), 3U);
    EXPECT_EQ(models.calls()[2].id, "c2");
    EXPECT_EQ(models.calls()[2].fate, Fate::ended);
    co_return 0;
  });
}

TEST(Scripted, SeesWhenNobodyListensAnyMore) {
  run([](async::Loop& loop) -> Task<int> {
    ScriptedModels models{loop};
    models.add("m", std::vector{says("a b c d e f", 100ms)});
    Heard heard;
    async::Scope scope{loop};
    scope.spawn(hear(loop, models, "m", {}, heard));
    co_await loop.sleep(50ms);
    EXPECT_EQ(models.open_now(), 1U);
    EXPECT_EQ(models.calls().front().fate, Fate::opening);
    co_await loop.sleep(200ms);
    EXPECT_EQ(models.calls().front().fate, Fate::streaming);
    scope.cancel();
    EXPECT_EQ(models.open_now(), 0U);
    EXPECT_EQ(models.calls().front().fate, Fate::abandoned);
    co_return 0;
  });
}

TEST(Scripted, AnAuthorSeesTheWords) {
  run([](async::Loop& loop) -> Task<int> {
    ScriptedModels models{loop};
    models.add({.id = "echo", .provider = "scripted", .is_small = true},
               [](const llm::Chat& chat, std::size_t nth) {
                 return says(chat.messages.back().text() + std::to_string(nth));
               });
    llm::Call call{.model = "echo"};
    call.chat.edit().messages.push_back(llm::message(llm::Role::user, "hi"));
    auto stream = co_await models.open(std::move(call), {});
    auto batch = co_await (*stream)->next();
    EXPECT_EQ((*batch)->deltas.front().text, "hi0");
    EXPECT_TRUE(models.find("echo")->is_small);
    EXPECT_EQ(models.find("other").error().code, Errc::not_found);
    EXPECT_EQ(models.list().size(), 1U);
    co_return 0;
  });
}

}  // namespace
}  // namespace quorum::testkit
