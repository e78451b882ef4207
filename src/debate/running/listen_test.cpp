#include "debate/running/listen.hpp"

#include <gtest/gtest.h>

#include "testkit/scripted.hpp"

namespace quorum::debate {
namespace {

using namespace std::chrono_literals;
using testkit::Script;

constexpr Patience kPatience{.first_token_max = 1000ms, .between_tokens_max = 300ms};

class Ear final : public Listener {
 public:
  void on_text(std::string_view text) override { heard += text; }
  std::string heard;
};

Heard listen_to(Script script, std::chrono::milliseconds limit = 1h, Ear* ear = nullptr) {
  const auto loop = async::Loop::simulated(1);
  testkit::ScriptedModels models(*loop);
  models.add("m", {std::move(script)});
  llm::Call call{.model = "m"};
  call.chat.edit().messages = {llm::message(llm::Role::user, "12345678")};
  const llm::CallContext context{.deadline = loop->now() + limit};
  return loop->run_until_done(listen(*loop, models, call, context, kPatience, ear));
}

Script steps(std::vector<std::pair<std::chrono::milliseconds, llm::Delta>> all) {
  Script script;
  for (auto& [wait, delta] : all) script.steps.push_back({.wait = wait, .deltas = {delta}});
  return script;
}

TEST(Listen, HearsTheWholeAnswer) {
  Ear ear;
  const auto heard = listen_to(testkit::says("a b c", 100ms), 1h, &ear);
  EXPECT_FALSE(heard.error);
  EXPECT_EQ(heard.text, "a b c");
  EXPECT_EQ(ear.heard, "a b c");
  EXPECT_EQ(heard.finish, llm::Finish::stop);
  EXPECT_EQ(heard.usage->completion, 3);
}

TEST(Listen, KeepsWhatCameBeforeTheBreak) {
  const auto heard =
      listen_to(testkit::breaks_after("a b", {.code = Errc::upstream_failed, .message = "cut"}));
  EXPECT_EQ(heard.error->message, "cut");
  EXPECT_EQ(heard.text, "a b");
  EXPECT_TRUE(heard.has_begun);
}

TEST(Listen, KnowsThatARefusalWasFree) {
  const auto heard = listen_to(testkit::refuses({.code = Errc::rate_limited, .message = "wait"}));
  EXPECT_EQ(heard.error->code, Errc::rate_limited);
  EXPECT_FALSE(heard.has_begun);
}

TEST(Listen, DoesNotWaitForeverForTheFirstToken) {
  const auto heard = listen_to(testkit::hangs());
  EXPECT_EQ(heard.error->code, Errc::deadline_exceeded);
  EXPECT_EQ(heard.error->message, "The model said nothing for 1 s at all.");
  EXPECT_TRUE(heard.has_begun) << "it may have been billed";
}

TEST(Listen, DoesNotTakeAnEmptyDeltaForAFirstToken) {
  const auto heard = listen_to(steps({{10ms, {}}, {400ms, {.text = "slow but in time"}}}));
  EXPECT_FALSE(heard.error);
  const auto late = listen_to(steps({{10ms, {}}, {1100ms, {.text = "too late"}}}));
  EXPECT_EQ(late.error->message, "The model said nothing for 1 s at all.");
}

TEST(Listen, TakesThinkingForALifeSign) {
  const auto heard = listen_to(steps(
      {{900ms, {.reasoning = "hm"}}, {250ms, {.reasoning = "hm"}}, {250ms, {.text = "yes"}}}));
  EXPECT_FALSE(heard.error);
  EXPECT_EQ(heard.text, "yes");
}

TEST(Listen, DoesNotWaitForeverInTheMiddle) {
  const auto heard = listen_to(steps({{10ms, {.text = "a"}}, {310ms, {.text = "b"}}}));
  EXPECT_EQ(heard.error->code, Errc::deadline_exceeded);
  EXPECT_EQ(heard.text, "a");
  EXPECT_NE(heard.error->message.find("in the middle"), std::string::npos);
}

TEST(Listen, EndsAtTheDeadline) {
  const auto heard = listen_to(testkit::says("a b c d e f g h", 100ms), 250ms);
  EXPECT_EQ(heard.error->code, Errc::deadline_exceeded);
  EXPECT_EQ(heard.text.substr(0, 3), "a b");
}

TEST(Listen, TakesARefusalForTheAnswer) {
  const auto heard =
      listen_to(steps({{1ms, {.refusal = "I will not."}}, {1ms, {.finish = llm::Finish::stop}}}));
  EXPECT_EQ(heard.text, "I will not.");
  EXPECT_EQ(heard.finish, llm::Finish::content_filter);
}

TEST(Usage, IsEstimatedWhereTheProviderSaysNothing) {
  const auto heard = listen_to(steps({{1ms, {.text = "abcde"}}}));
  llm::Chat chat;
  chat.messages = {llm::message(llm::Role::user, "12345678")};
  const auto usage = usage_of(heard, chat);
  EXPECT_TRUE(usage.is_estimate);
  EXPECT_EQ(usage.prompt, 2);
  EXPECT_EQ(usage.completion, 2);
}

}  // namespace
}  // namespace quorum::debate
