#pragma once
/// What every way of keeping debates must do, as one suite of tests that each adapter instantiates:
///
///   struct MyStore { std::unique_ptr<Debates> open(); };   // empty; one directory an object
///   INSTANTIATE_TYPED_TEST_SUITE_P(My, DebatesContract, MyStore);

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "async/loop.hpp"
#include "store/debates.hpp"

namespace quorum::store {

inline DebateRow debate_row(std::string id, UnixMs created_ms) {
  return {.id = std::move(id),
          .question = "Tea or coffee?",
          .status = "running",
          .request = R"({"question":"Tea or coffee?"})",
          .created_ms = created_ms,
          .updated_ms = created_ms};
}

inline std::vector<LogEvent> log_events(std::uint64_t first, std::uint64_t last) {
  std::vector<LogEvent> events;
  for (auto seq = first; seq <= last; ++seq) {
    events.push_back({.seq = seq,
                      .name = "turn.delta",
                      .data = R"({"n":)" + std::to_string(seq) + "}",
                      .at_ms = static_cast<UnixMs>(1000 + seq)});
  }
  return events;
}

template <typename Fixture>
class DebatesContract : public testing::Test {
 protected:
  template <typename T>
  T run(Task<T> task) {
    return loop_->run_until_done(std::move(task));
  }
  Result<> create(DebateRow row) { return run(store_->create(*loop_, std::move(row))); }
  Result<> append(std::string id, std::vector<LogEvent> events,
                  Durability durability = Durability::durable) {
    return run(store_->append(*loop_, std::move(id), std::move(events), durability));
  }
  std::vector<LogEvent> read(std::string id, std::uint64_t after = 0, std::size_t limit = 1000) {
    auto events = run(store_->read(*loop_, std::move(id), after, limit));
    EXPECT_TRUE(events) << events.error().detail;
    return events ? std::move(*events) : std::vector<LogEvent>{};
  }
  std::vector<std::string> list(DebateQuery query) {
    const auto rows = run(store_->list(*loop_, std::move(query)));
    std::vector<std::string> ids;
    EXPECT_TRUE(rows);
    if (!rows) return ids;
    for (const auto& row : *rows) ids.push_back(row.id);
    return ids;
  }

  std::unique_ptr<async::Loop> loop_ = std::move(*async::Loop::create());
  Fixture fixture_;
  std::unique_ptr<Debates> store_ = fixture_.open();
};
TYPED_TEST_SUITE_P(DebatesContract);

TYPED_TEST_P(DebatesContract, FindsWhatWasCreated) {
  auto row = debate_row("dbt_1", 5);
  row.question = "é ' \" % _ \\ ?";
  row.idempotency_key = "key";
  ASSERT_TRUE(this->create(row));
  const auto found = this->run(this->store_->find(*this->loop_, "dbt_1"));
  ASSERT_TRUE(found);
  ASSERT_TRUE(*found);
  EXPECT_EQ((*found)->id, "dbt_1");
  EXPECT_EQ((*found)->question, "é ' \" % _ \\ ?");
  EXPECT_EQ((*found)->status, "running");
  EXPECT_EQ((*found)->request, R"({"question":"Tea or coffee?"})");
  EXPECT_EQ((*found)->idempotency_key, "key");
  EXPECT_EQ((*found)->created_ms, 5);
  EXPECT_EQ((*found)->updated_ms, 5);

  const auto absent = this->run(this->store_->find(*this->loop_, "dbt_2"));
  ASSERT_TRUE(absent);
  EXPECT_EQ(*absent, std::nullopt);
}

TYPED_TEST_P(DebatesContract, RefusesASecondDebateOfOneKeyOrId) {
  auto row = debate_row("dbt_1", 1);
  row.idempotency_key = "key";
  ASSERT_TRUE(this->create(row));
  row.id = "dbt_2";
  const auto same_key = this->create(row);
  ASSERT_FALSE(same_key);
  EXPECT_EQ(same_key.error().code, Errc::conflict);
  EXPECT_EQ(same_key.error().detail, "dbt_1");
  EXPECT_EQ(same_key.error().reason, "idempotency_key");

  const auto same_id = this->create(debate_row("dbt_1", 1));
  ASSERT_FALSE(same_id);
  EXPECT_EQ(same_id.error().reason, "id");

  // No key is not a key that two could share.
  EXPECT_TRUE(this->create(debate_row("dbt_3", 1)));
  EXPECT_TRUE(this->create(debate_row("dbt_4", 1)));
}

TYPED_TEST_P(DebatesContract, ReadsWhatWasAppendedFromAnyPlace) {
  ASSERT_TRUE(this->create(debate_row("dbt_1", 1)));
  ASSERT_TRUE(this->create(debate_row("dbt_2", 2)));
  ASSERT_TRUE(this->append("dbt_1", log_events(1, 3)));
  ASSERT_TRUE(this->append("dbt_2", log_events(1, 1), Durability::relaxed));
  ASSERT_TRUE(this->append("dbt_1", log_events(4, 7), Durability::relaxed));
  ASSERT_TRUE(this->append("dbt_1", {}));

  EXPECT_EQ(this->read("dbt_1"), log_events(1, 7));
  EXPECT_EQ(this->read("dbt_2"), log_events(1, 1));
  EXPECT_EQ(this->read("dbt_1", 3), log_events(4, 7));
  EXPECT_EQ(this->read("dbt_1", 2, 3), log_events(3, 5));
  EXPECT_EQ(this->read("dbt_1", 7), log_events(1, 0));
  EXPECT_EQ(this->read("dbt_1", 99), log_events(1, 0));
  EXPECT_EQ(this->read("dbt_1", 0, 0), log_events(1, 0));
}

TYPED_TEST_P(DebatesContract, KeepsEventsByteForByte) {
  ASSERT_TRUE(this->create(debate_row("dbt_1", 1)));
  const std::vector<LogEvent> events{
      {.seq = 1, .name = "turn.delta", .data = R"({"text":"é😀 ' \u0000 1.50E+02"})", .at_ms = -1},
      {.seq = 2, .name = "", .data = "", .at_ms = 1'800'000'000'000},
      {.seq = 3, .name = "x", .data = std::string(100'000, 'y'), .at_ms = 0}};
  ASSERT_TRUE(this->append("dbt_1", events));
  EXPECT_EQ(this->read("dbt_1"), events);
}

TYPED_TEST_P(DebatesContract, RefusesEventsThatDoNotFollow) {
  ASSERT_TRUE(this->create(debate_row("dbt_1", 1)));
  ASSERT_TRUE(this->append("dbt_1", log_events(1, 2)));
  for (const auto first : {1U, 2U, 4U}) {
    const auto refused = this->append("dbt_1", log_events(first, 9));
    ASSERT_FALSE(refused) << first;
    EXPECT_EQ(refused.error().code, Errc::conflict);
  }
  // A gap inside refuses all of it.
  auto gapped = log_events(3, 5);
  gapped[2].seq = 6;
  EXPECT_FALSE(this->append("dbt_1", gapped));
  EXPECT_EQ(this->read("dbt_1"), log_events(1, 2));
  EXPECT_TRUE(this->append("dbt_1", log_events(3, 3)));
}

TYPED_TEST_P(DebatesContract, KnowsNothingOfDebatesThatAreNotThere) {
  const auto appended = this->append("dbt_9", log_events(1, 1));
  ASSERT_FALSE(appended);
  EXPECT_EQ(appended.error().code, Errc::not_found);
  const auto set = this->run(this->store_->set_status(*this->loop_, "dbt_9", "failed"));
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, Errc::not_found);
  const auto events = this->run(this->store_->read(*this->loop_, "dbt_9", 0, 10));
  ASSERT_FALSE(events);
  EXPECT_EQ(events.error().code, Errc::not_found);
  const auto lease = this->run(this->store_->lease(*this->loop_, "dbt_9"));
  ASSERT_FALSE(lease);
  EXPECT_EQ(lease.error().code, Errc::not_found);
  const auto page = this->run(this->store_->list(*this->loop_, {.after = "dbt_9"}));
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().field, "after");
}

TYPED_TEST_P(DebatesContract, ChangesAStatusAndSaysWhen) {
  ASSERT_TRUE(this->create(debate_row("dbt_1", 1)));
  ASSERT_TRUE(this->append("dbt_1", log_events(1, 1)));
  auto found = this->run(this->store_->find(*this->loop_, "dbt_1"));
  EXPECT_EQ((*found)->updated_ms, 1001);  // The last event's time.
  ASSERT_TRUE(this->run(this->store_->set_status(*this->loop_, "dbt_1", "completed")));
  found = this->run(this->store_->find(*this->loop_, "dbt_1"));
  EXPECT_EQ((*found)->status, "completed");
  EXPECT_GT((*found)->updated_ms, 1'700'000'000'000);
}

TYPED_TEST_P(DebatesContract, ListsTheNewestFirstInPages) {
  const std::vector<std::pair<std::string, UnixMs>> made{
      {"dbt_b", 10}, {"dbt_a", 30}, {"dbt_d", 20}, {"dbt_c", 20}};
  for (const auto& [id, at] : made) ASSERT_TRUE(this->create(debate_row(id, at)));

  using Ids = std::vector<std::string>;
  EXPECT_EQ(this->list({}), (Ids{"dbt_a", "dbt_d", "dbt_c", "dbt_b"}));
  EXPECT_EQ(this->list({.limit = 2}), (Ids{"dbt_a", "dbt_d"}));
  EXPECT_EQ(this->list({.limit = 2, .after = "dbt_d"}), (Ids{"dbt_c", "dbt_b"}));
  EXPECT_EQ(this->list({.limit = 2, .after = "dbt_b"}), (Ids{}));
  EXPECT_EQ(this->list({.limit = 0}), (Ids{}));
}

TYPED_TEST_P(DebatesContract, ListsByStatusAndByPartOfTheQuestion) {
  const std::vector<std::pair<std::string, std::string>> questions{
      {"dbt_1", "Is 100% too much?"},  {"dbt_2", "Is 100 too much?"},
      {"dbt_3", "snake_case or not?"}, {"dbt_4", "snakeXcase?"},
      {"dbt_5", "C:\\temp or É?"},     {"dbt_6", "it's"}};
  UnixMs at = 0;
  for (const auto& [id, question] : questions) {
    auto row = debate_row(id, ++at);
    row.question = question;
    row.status = id == "dbt_1" ? "failed" : "running";
    ASSERT_TRUE(this->create(row));
  }
  using Ids = std::vector<std::string>;
  EXPECT_EQ(this->list({.text = "100%"}), (Ids{"dbt_1"}));
  EXPECT_EQ(this->list({.text = "e_c"}), (Ids{"dbt_3"}));
  EXPECT_EQ(this->list({.text = ":\\t"}), (Ids{"dbt_5"}));
  EXPECT_EQ(this->list({.text = "\\"}), (Ids{"dbt_5"}));
  EXPECT_EQ(this->list({.text = "T'S"}), (Ids{"dbt_6"}));
  EXPECT_EQ(this->list({.text = "TOO much"}), (Ids{"dbt_2", "dbt_1"}));
  EXPECT_EQ(this->list({.text = "é"}), (Ids{}));
  EXPECT_EQ(this->list({.text = "%"}), (Ids{"dbt_1"}));
  EXPECT_EQ(this->list({.status = "failed"}), (Ids{"dbt_1"}));
  EXPECT_EQ(this->list({.status = "running", .text = "too"}), (Ids{"dbt_2"}));
  EXPECT_EQ(this->list({.limit = 1, .after = "dbt_4", .text = "S"}), (Ids{"dbt_3"}));
}

TYPED_TEST_P(DebatesContract, GivesOneLeaseAtATime) {
  ASSERT_TRUE(this->create(debate_row("dbt_1", 1)));
  ASSERT_TRUE(this->create(debate_row("dbt_2", 1)));
  auto first = this->run(this->store_->lease(*this->loop_, "dbt_1"));
  ASSERT_TRUE(first);
  const auto second = this->run(this->store_->lease(*this->loop_, "dbt_1"));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::conflict);
  EXPECT_EQ(second.error().message, "The debate is being run by this process.");
  EXPECT_TRUE(this->run(this->store_->lease(*this->loop_, "dbt_2")));

  first->reset();
  EXPECT_TRUE(this->run(this->store_->lease(*this->loop_, "dbt_1")));
}

REGISTER_TYPED_TEST_SUITE_P(DebatesContract, FindsWhatWasCreated, RefusesASecondDebateOfOneKeyOrId,
                            ReadsWhatWasAppendedFromAnyPlace, KeepsEventsByteForByte,
                            RefusesEventsThatDoNotFollow, KnowsNothingOfDebatesThatAreNotThere,
                            ChangesAStatusAndSaysWhen, ListsTheNewestFirstInPages,
                            ListsByStatusAndByPartOfTheQuestion, GivesOneLeaseAtATime);

}  // namespace quorum::store
