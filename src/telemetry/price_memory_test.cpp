#include "telemetry/price_memory.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::telemetry {
namespace {

class PriceMemoryTest : public testing::Test {
 protected:
  store::RequestRecord use_of(std::string_view model, std::int64_t second = 1) {
    store::RequestRecord record;
    record.started_us = second * 1'000'000;
    record.call.asks("p", model);
    record.call.usage = llm::Usage{.prompt = 10, .completion = 2};
    return record;
  }

  int asked_ = 0;
  std::int64_t pico_ = 5;
  FindFacts find_ = [this](std::string_view, std::string_view model) {
    ++asked_;
    std::optional<llm::ModelFacts> facts;
    if (model == "none") return facts;
    facts.emplace();
    facts->prompt = llm::Rate{.base = Money::pico_usd(pico_)};
    facts->completion = llm::Rate{.base = Money::pico_usd(100)};
    return facts;
  };
  PriceMemory memory_{find_};
};

TEST_F(PriceMemoryTest, FindsAPriceOnce) {
  EXPECT_EQ(memory_.cost_of(use_of("m")), Money::pico_usd(250));
  EXPECT_EQ(memory_.cost_of(use_of("m")), Money::pico_usd(250));
  EXPECT_EQ(asked_, 1);
}

TEST_F(PriceMemoryTest, WhatHasNoPriceIsRememberedToo) {
  EXPECT_FALSE(memory_.cost_of(use_of("none")));
  EXPECT_FALSE(memory_.cost_of(use_of("none")));
  EXPECT_EQ(asked_, 1);
}

TEST_F(PriceMemoryTest, AsksAgainAfterAnHour) {
  EXPECT_EQ(memory_.cost_of(use_of("m", 1)), Money::pico_usd(250));
  pico_ = 6;
  EXPECT_EQ(memory_.cost_of(use_of("m", 3600)), Money::pico_usd(250));
  EXPECT_EQ(memory_.cost_of(use_of("m", 3601)), Money::pico_usd(260));
}

TEST_F(PriceMemoryTest, ModelsThatShareAPlaceAreNotTakenForEachOther) {
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 500; ++i) {
      pico_ = i;
      const auto model = "m" + std::to_string(i);
      EXPECT_EQ(memory_.cost_of(use_of(model)), Money::pico_usd(10 * i + 200)) << model;
    }
  }
}

TEST_F(PriceMemoryTest, WithoutTokensThereIsNoCost) {
  auto record = use_of("m");
  record.call.usage.reset();
  EXPECT_FALSE(memory_.cost_of(record));
  EXPECT_EQ(asked_, 0);
}

}  // namespace
}  // namespace quorum::telemetry
