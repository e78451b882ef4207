#pragma once
/// What every way of keeping debates must do, as one suite of tests that each adapter instantiates:
///
///   struct MyStore { std::unique_ptr<Debates> open(); };   // empty; one directory an object
///   INSTANTIATE_TYPED_TEST_SUITE_P(My, DebatesContract, MyStore);
///   INSTANTIATE_TYPED_TEST_SUITE_P(My, DebatesListContract, MyStore);  // contract_lists.hpp

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
                            ChangesAStatusAndSaysWhen, GivesOneLeaseAtATime);

}  // namespace quorum::store
