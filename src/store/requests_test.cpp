#include "store/requests.hpp"

#include <gtest/gtest.h>

namespace quorum::store {
namespace {

RequestRecord record() {
  RequestRecord made;
  made.key_id.assign("k");
  made.model.assign("asked");
  made.call.asks("p", "m");
  made.status = 404;
  made.started_us = 5'000;
  return made;
}

TEST(RequestQuery, WithoutConditionsMatchesAll) { EXPECT_TRUE(RequestQuery{}.matches(record())); }

TEST(RequestQuery, EveryConditionMustHold) {
  EXPECT_TRUE((RequestQuery{.key_id = "k", .model = "m", .status_min = 400, .status_max = 499})
                  .matches(record()));
  EXPECT_TRUE(RequestQuery{.model = "asked"}.matches(record()));
  EXPECT_FALSE(RequestQuery{.model = "other"}.matches(record()));
  EXPECT_FALSE(RequestQuery{.key_id = "x"}.matches(record()));
  EXPECT_FALSE(RequestQuery{.status_min = 500}.matches(record()));
  EXPECT_FALSE(RequestQuery{.since_us = 5'001}.matches(record()));
}

TEST(UsageTotal, CountsWhatARecordTells) {
  auto made = record();
  UsageTotal total;
  total.add(use_of(made));
  EXPECT_EQ(total.failures, 1);
  EXPECT_EQ(total.unpriced, 0);
  made.ending = Ending::whole;
  made.call.usage = llm::Usage{.prompt = 3, .completion = 4, .reasoning = 2, .is_estimate = true};
  total = {};
  total.add(use_of(made));
  EXPECT_EQ(total.failures, 0);
  EXPECT_EQ(total.estimates, 1);
  EXPECT_EQ(total.unpriced, 1);
  made.cost_pico_usd = 7;
  total.add(use_of(made));
  EXPECT_EQ(total.requests, 2);
  EXPECT_EQ(total.prompt, 6);
  EXPECT_EQ(total.completion, 8);
  EXPECT_EQ(total.reasoning, 4);
  EXPECT_EQ(total.unpriced, 1);
  EXPECT_EQ(total.cost, Money::pico_usd(7));
  EXPECT_EQ(total.last_ms, 5);
}

}  // namespace
}  // namespace quorum::store
