#include "gateway/fall_back.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "llm/answer.hpp"
#include "testkit/run.hpp"
#include "testkit/scripted.hpp"

namespace quorum::gateway {
namespace {

using testkit::refuses;
using testkit::says;
using testkit::Script;

struct Outcome {
  std::string text{};
  std::string error{};
  std::vector<std::string> asked{};
};

Outcome play(const Script& first, const Script& second) {
  return testkit::run([&](async::Loop& loop) -> Task<Outcome> {
    testkit::ScriptedModels models{loop};
    models.add("a", {first});
    models.add("b", {second});
    const auto backend = fall_back({{&models, "a"}, {&models, "b"}});
    const auto answer = co_await llm::ask(*backend, {.model = "any"});
    Outcome outcome;
    if (answer) outcome.text = answer->text();
    if (!answer) outcome.error = answer.error().message;
    for (const auto& seen : models.calls()) outcome.asked.push_back(seen.model);
    co_return outcome;
  });
}

using Names = std::vector<std::string>;

TEST(FallBack, TheFirstThatAnswersAnswers) {
  const auto outcome = play(says("One"), says("Two"));
  EXPECT_EQ(outcome.text, "One");
  EXPECT_EQ(outcome.asked, Names{"a"});
}

TEST(FallBack, GoesOnWhereOneCannot) {
  for (const auto code : {Errc::rate_limited, Errc::unavailable, Errc::upstream_failed,
                          Errc::not_found, Errc::unauthenticated, Errc::deadline_exceeded}) {
    const auto outcome = play(refuses({.code = code}), says("Two"));
    EXPECT_EQ(outcome.text, "Two");
    EXPECT_EQ(outcome.asked, (Names{"a", "b"}));
  }
}

TEST(FallBack, WhatTheCallerMustMendNobodyElseIsAsked) {
  const auto outcome =
      play(refuses({.code = Errc::invalid_request, .message = "Wrong."}), says("Two"));
  EXPECT_EQ(outcome.error, "Wrong.");
  EXPECT_EQ(outcome.asked, Names{"a"});
}

TEST(FallBack, WhereAllFailTheLastErrorIsTold) {
  const auto outcome = play(refuses({.code = Errc::unavailable, .message = "One."}),
                            refuses({.code = Errc::unavailable, .message = "Two."}));
  EXPECT_EQ(outcome.error, "Two.");
}

TEST(FallBack, TheModelTakesTheStarsPlace) {
  const auto asked = testkit::run([&](async::Loop& loop) -> Task<Names> {
    testkit::ScriptedModels models{loop};
    models.add("a-8b", {refuses({.code = Errc::unavailable})});
    models.add("b/8b", {says("Two")});
    const auto backend = fall_back({{&models, "a-*"}, {&models, "b/*"}});
    (void)co_await llm::ask(*backend, {.model = "8b"});
    Names names;
    for (const auto& seen : models.calls()) names.push_back(seen.model);
    co_return names;
  });
  EXPECT_EQ(asked, (Names{"a-8b", "b/8b"}));
}

TEST(FallBack, AStreamThatHasBegunStaysWithItsModel) {
  const auto outcome =
      play(testkit::breaks_after("One", {.code = Errc::upstream_failed, .message = "Cut."}),
           says("Two"));
  EXPECT_EQ(outcome.error, "Cut.");
  EXPECT_EQ(outcome.asked, Names{"a"});
}

}  // namespace
}  // namespace quorum::gateway
