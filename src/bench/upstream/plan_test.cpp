#include "bench/upstream/plan.hpp"

#include <gtest/gtest.h>

#include <map>

namespace quorum::bench {
namespace {

using std::chrono::milliseconds;

Plan plan_of(std::string_view text) {
  Plan plan;
  read_words(text, plan);
  return plan;
}

TEST(Plan, IsReadOutOfAModelsName) {
  const auto plan = plan_of("openai/gpt-4-events-9-gap-0-delay-100-fault-half-open-after-7");
  EXPECT_EQ(plan.events, 9u);
  EXPECT_EQ(plan.gap, milliseconds{0});
  EXPECT_EQ(plan.delay, milliseconds{100});
  EXPECT_EQ(plan.fault, Fault::half_open);
  EXPECT_EQ(plan.fault_after, 7u);
}

TEST(Plan, OrOutOfAHeader) {
  const auto plan = plan_of("events-3, fault-429, event-bytes-100, answer-bytes-2000, jitter-5");
  EXPECT_EQ(plan.events, 3u);
  EXPECT_EQ(plan.fault, Fault::rate_limited);
  EXPECT_EQ(plan.event_bytes, 100u);
  EXPECT_EQ(plan.answer_bytes, 2000u);
  EXPECT_EQ(plan.jitter, milliseconds{5});
}

TEST(Plan, OtherModelsKeepTheDefaults) {
  for (const auto* model : {"gpt-4", "claude-sonnet-4-5", "default-cut", "my-sevents-3", "fault-",
                            "fault-cutter", "events", "events-x", ""}) {
    const auto plan = plan_of(model);
    EXPECT_EQ(plan.events, 50u) << model;
    EXPECT_EQ(plan.fault, Fault::none) << model;
  }
}

TEST(Plan, EveryFaultHasANameThatIsUnderstood) {
  for (int i = 0; i <= static_cast<int>(Fault::drip); ++i) {
    const auto fault = static_cast<Fault>(i);
    ASSERT_FALSE(name(fault).empty()) << i;
    EXPECT_EQ(plan_of("gpt-4-fault-" + std::string(name(fault))).fault, fault);
    EXPECT_EQ(plan_of("gpt-4-fault-" + std::string(name(fault)) + "-after-1").fault, fault);
  }
}

TEST(FaultDice, FallAsOftenAsAsked) {
  FaultDice dice(7);
  ASSERT_TRUE(dice.add("cut=0.25,429=0.5"));
  std::map<Fault, int> seen;
  for (int i = 0; i < 10'000; ++i) ++seen[dice.roll()];
  EXPECT_NEAR(seen[Fault::cut], 2'500, 200);
  EXPECT_NEAR(seen[Fault::rate_limited], 5'000, 200);
  EXPECT_NEAR(seen[Fault::none], 2'500, 200);
}

TEST(FaultDice, TheSameSeedFallsTheSame) {
  FaultDice one(42);
  FaultDice other(42);
  ASSERT_TRUE(one.add("cut=0.5"));
  ASSERT_TRUE(other.add("cut=0.5"));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(one.roll(), other.roll());
}

TEST(FaultDice, WhatIsNotUnderstoodIsRefused) {
  for (const auto* text : {"cut", "cut=2", "cut=-1", "=0.1", "bite=0.1", "cut=0.1,,"}) {
    FaultDice dice(1);
    const auto added = dice.add(text);
    ASSERT_FALSE(added) << text;
    EXPECT_NE(added.error().message.find("half-open"), std::string::npos);
  }
}

TEST(FaultDice, WithoutJitterNothingIsAdded) {
  FaultDice dice(1);
  EXPECT_EQ(dice.jitter(milliseconds{0}), milliseconds{0});
  for (int i = 0; i < 100; ++i) EXPECT_LE(dice.jitter(milliseconds{3}), milliseconds{3});
}

}  // namespace
}  // namespace quorum::bench
