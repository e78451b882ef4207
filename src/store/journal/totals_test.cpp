#include "store/journal/totals.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::store::journal {
namespace {

RequestRecord use_of(std::string_view key, std::string_view model) {
  RequestRecord record;
  record.key_id.assign(key);
  record.call.asks("p", model);
  record.call.usage = llm::Usage{.prompt = 1, .completion = 2};
  record.cost_pico_usd = 5;
  record.ending = Ending::whole;
  return record;
}

TEST(Totals, AddUpByKeyAndModel) {
  Totals totals;
  totals.add(use_of("a", "m"));
  totals.add(use_of("a", "m"));
  totals.add(use_of("b", "m"));
  totals.add(RequestRecord());  // No provider was asked.
  const auto rows = totals.rows();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].key_id, "a");
  EXPECT_EQ(rows[0].requests, 2);
  EXPECT_EQ(rows[0].completion, 4);
  EXPECT_EQ(rows[0].cost, Money::pico_usd(10));
  EXPECT_EQ(rows[1].requests, 1);
}

TEST(Totals, InventedModelsAndKeysShareARow) {
  Totals totals(3);
  for (int i = 0; i < 50; ++i) totals.add(use_of("a", "m" + std::to_string(i)));
  for (int i = 0; i < 50; ++i) totals.add(use_of("k" + std::to_string(i), "m"));
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
