#include "store/journal/totals.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::store::journal {
namespace {

constexpr Use kUse{.ending = Ending::whole,
                   .started_us = 9'000,
                   .usage = llm::Usage{.prompt = 1, .completion = 2},
                   .cost_pico_usd = 5};

void add(Totals& totals, std::string_view key, std::string_view model) {
  totals.expect(totals.find({.key_id = key, .provider = "p", .model = model}), kUse);
}

TEST(Totals, AddUpByKeyAndModel) {
  Totals totals;
  add(totals, "b", "m");
  add(totals, "a", "m");
  add(totals, "a", "m");
  totals.settle();
  totals.add({.key_id = "b", .provider = "p", .model = "m", .requests = 7, .prompt = 100});
  const auto rows = totals.rows();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].key_id, "a");
  EXPECT_EQ(rows[0].requests, 2);
  EXPECT_EQ(rows[0].completion, 4);
  EXPECT_EQ(rows[0].cost, Money::pico_usd(10));
  EXPECT_EQ(rows[0].last_ms, 9);
  EXPECT_EQ(rows[1].requests, 8);
  EXPECT_EQ(rows[1].prompt, 101);
}

TEST(Totals, WhatIsExpectedCountsOnceItIsSettled) {
  Totals totals;
  add(totals, "a", "m");
  EXPECT_TRUE(totals.rows().empty());
  totals.settle();
  totals.settle();
  add(totals, "a", "m");
  ASSERT_EQ(totals.rows().size(), 1U);
  EXPECT_EQ(totals.rows()[0].requests, 1);
  totals.settle();
  EXPECT_EQ(totals.rows()[0].requests, 2);
}

TEST(Totals, InventedModelsAndKeysShareARow) {
  Totals totals(3);
  for (int i = 0; i < 50; ++i) add(totals, "a", "m" + std::to_string(i));
  for (int i = 0; i < 50; ++i) add(totals, "k" + std::to_string(i), "m");
  totals.settle();
  const auto rows = totals.rows();
  EXPECT_LE(rows.size(), 7U);
  std::int64_t requests = 0;
  for (const auto& row : rows) requests += row.requests;
  EXPECT_EQ(requests, 100);
}

TEST(Checkpoint, GivesBackWhatWasWritten) {
  const Checkpoint written{.position = {.segment = 7, .offset = 900},
                           .rows = {{.key_id = "k",
                                     .provider = "p",
                                     .model = "m",
                                     .requests = 1,
                                     .failures = 2,
                                     .estimates = 3,
                                     .unpriced = 4,
                                     .prompt = 5,
                                     .completion = 6,
                                     .cached_read = 7,
                                     .cache_write = 8,
                                     .reasoning = 9,
                                     .cost = Money::pico_usd(static_cast<__int128>(1) << 90),
                                     .last_ms = 10},
                                    {}}};
  const auto read = decode_checkpoint(encode(written));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->position, written.position);
  EXPECT_EQ(read->rows, written.rows);
}

TEST(Checkpoint, CutOrChangedAnywhereIsNone) {
  const auto bytes = encode({.position = {.segment = 1, .offset = 2}, .rows = {{.key_id = "k"}}});
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decode_checkpoint(std::string_view(bytes).substr(0, size)));
  }
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    auto wrong = bytes;
    wrong[i] = static_cast<char>(wrong[i] ^ 1);
    EXPECT_FALSE(decode_checkpoint(wrong)) << i;
  }
}

}  // namespace
}  // namespace quorum::store::journal
