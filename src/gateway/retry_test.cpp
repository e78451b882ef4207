#include "gateway/retry.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "async/scope.hpp"
#include "testkit/run.hpp"
#include "testkit/scripted.hpp"

namespace quorum::gateway {
namespace {

using namespace std::chrono_literals;
using testkit::Script;

Error error(Errc code, std::optional<std::chrono::milliseconds> retry_after = std::nullopt) {
  return {.code = code, .message = "No.", .retry_after = retry_after};
}

struct Outcome {
  std::optional<Errc> failed;
  std::vector<std::chrono::milliseconds> tries;  ///< When each began.
  std::chrono::milliseconds ended{};
};

Outcome play(const std::vector<Script>& scripts, RetryConfig config = {},
             std::optional<std::chrono::milliseconds> deadline = std::nullopt) {
  return testkit::run([&](async::Loop& loop) -> Task<Outcome> {
    testkit::ScriptedModels models{loop};
    models.add("m", scripts);
    const auto backend = retry(loop, models, config);
    const auto start = loop.now();
    llm::Call call{.model = "m"};
    llm::CallContext context{};
    if (deadline) context.deadline = start + *deadline;
    const auto opened = co_await backend->open(std::move(call), context);
    const auto since = [&](TimePoint moment) {
      return std::chrono::duration_cast<std::chrono::milliseconds>(moment - start);
    };
    Outcome outcome;
    if (!opened) outcome.failed = opened.error().code;
    for (const auto& seen : models.calls()) outcome.tries.push_back(since(seen.at));
    outcome.ended = since(loop.now());
    co_return outcome;
  });
}

using Times = std::vector<std::chrono::milliseconds>;

TEST(Retry, WaitsFourThenEightSecondsAndTriesThreeTimesInAll) {
  const auto outcome = play({testkit::refuses(error(Errc::rate_limited))});
  EXPECT_EQ(outcome.tries, (Times{0ms, 4000ms, 12000ms}));
  EXPECT_EQ(outcome.failed, Errc::rate_limited);
  EXPECT_EQ(outcome.ended, 12000ms);
}

TEST(Retry, AProvidersOwnWordGoesFirst) {
  auto never = error(Errc::rate_limited);
  never.should_retry = false;
  EXPECT_EQ(play({testkit::refuses(never)}).tries, (Times{0ms}));
  auto always = error(Errc::invalid_request);
  always.should_retry = true;
  EXPECT_EQ(play({testkit::refuses(always), testkit::says("Hi")}).tries.size(), 2U);
}

TEST(Retry, TheWaitGrowsToItsLimit) {
  const auto outcome =
      play({testkit::refuses(error(Errc::rate_limited))}, {.tries_max = 5, .wait_max = 9s});
  EXPECT_EQ(outcome.tries, (Times{0ms, 4000ms, 12000ms, 21000ms, 30000ms}));
}

TEST(Retry, AFailureIsTriedAgainSooner) {
  for (const auto code : {Errc::upstream_failed, Errc::unavailable}) {
    const auto outcome = play({testkit::refuses(error(code))});
    EXPECT_EQ(outcome.tries, (Times{0ms, 500ms, 1500ms}));
    EXPECT_EQ(outcome.failed, code);
  }
  const auto many =
      play({testkit::refuses(error(Errc::unavailable))}, {.tries_max = 7, .patience_max = 1h});
  EXPECT_EQ(many.tries, (Times{0ms, 500ms, 1500ms, 3500ms, 7500ms, 15500ms, 25500ms}));
}

TEST(Retry, TheProvidersOwnWaitGoesFirst) {
  const auto outcome =
      play({testkit::refuses(error(Errc::rate_limited, 250ms)),
            testkit::refuses(error(Errc::rate_limited, 0ms)), testkit::says("ok")});
  EXPECT_EQ(outcome.tries, (Times{0ms, 250ms, 250ms}));
  EXPECT_FALSE(outcome.failed);
}

TEST(Retry, EndsWithTheFirstSuccess) {
  const auto outcome = play({testkit::refuses(error(Errc::upstream_failed)), testkit::says("ok")});
  EXPECT_EQ(outcome.tries, (Times{0ms, 500ms}));
  EXPECT_FALSE(outcome.failed);
}

TEST(Retry, WhatWouldFailAgainIsNotTriedAgain) {
  for (const auto code : {Errc::invalid_request, Errc::unauthenticated, Errc::permission_denied,
                          Errc::not_found, Errc::budget_exceeded, Errc::deadline_exceeded,
                          Errc::too_large, Errc::cancelled, Errc::internal, Errc::conflict}) {
    const auto outcome = play({testkit::refuses(error(code)), testkit::says("ok")});
    EXPECT_EQ(outcome.tries.size(), 1U) << name(code);
    EXPECT_EQ(outcome.failed, code);
  }
}

TEST(Retry, DoesNotWaitBeyondTheDeadlineOrItsPatience) {
  const auto late = play({testkit::refuses(error(Errc::rate_limited))}, {}, 10s);
  EXPECT_EQ(late.tries, (Times{0ms, 4000ms}));
  EXPECT_EQ(late.ended, 4000ms);
  const auto asked_too_much = play({testkit::refuses(error(Errc::rate_limited, 30s))}, {}, 10s);
  EXPECT_EQ(asked_too_much.ended, 0ms);
  EXPECT_EQ(asked_too_much.failed, Errc::rate_limited);
  const auto impatient = play({testkit::refuses(error(Errc::rate_limited))}, {.patience_max = 3s});
  EXPECT_EQ(impatient.ended, 0ms);
}

TEST(Retry, AStreamThatBreaksIsTheCallersToSee) {
  testkit::run([](async::Loop& loop) -> Task<int> {
    testkit::ScriptedModels models{loop};
    models.add("m", std::vector{testkit::breaks_after("half", error(Errc::upstream_failed))});
    const auto backend = retry(loop, models, {});
    llm::Call call{.model = "m"};
    auto stream = co_await backend->open(std::move(call), {});
    EXPECT_TRUE(stream);
    EXPECT_TRUE(co_await (*stream)->next());
    EXPECT_FALSE(co_await (*stream)->next());
    EXPECT_EQ(models.calls().size(), 1U);
    co_return 0;
  });
}

Task<> open_and_forget(llm::ChatBackend& backend) {
  llm::Call call{.model = "m"};
  (void)co_await backend.open(std::move(call), {});
}

TEST(Retry, ACallerThatLeavesWhileWeWaitIsNotAskedForAgain) {
  testkit::run([](async::Loop& loop) -> Task<int> {
    testkit::ScriptedModels models{loop};
    models.add("m", std::vector{testkit::refuses(error(Errc::rate_limited))});
    const auto backend = retry(loop, models, {});
    async::Scope scope{loop};
    scope.spawn(open_and_forget(*backend));
    co_await loop.sleep(1s);
    scope.cancel();
    co_await loop.sleep(1min);
    EXPECT_EQ(models.calls().size(), 1U);
    co_return 0;
  });
}

TEST(RetryConfig, SaysWhatIsWrong) {
  EXPECT_TRUE(RetryConfig{}.validate());
  EXPECT_FALSE(RetryConfig{.tries_max = 0}.validate());
  EXPECT_FALSE(RetryConfig{.failure_wait_min = -1ms}.validate());
  EXPECT_FALSE((RetryConfig{.wait_min = 5s, .wait_max = 4s}).validate());
}

}  // namespace
}  // namespace quorum::gateway
