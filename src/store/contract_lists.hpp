#pragma once
/// The part of the contract of `contract.hpp` that is about lists.

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "store/contract.hpp"

namespace quorum::store {

template <typename Fixture>
class DebatesListContract : public DebatesContract<Fixture> {
 protected:
  std::vector<std::string> list(DebateQuery query) {
    const auto rows = this->run(this->store_->list(*this->loop_, std::move(query)));
    std::vector<std::string> ids;
    EXPECT_TRUE(rows);
    if (!rows) return ids;
    for (const auto& row : *rows) ids.push_back(row.id);
    return ids;
  }
};
TYPED_TEST_SUITE_P(DebatesListContract);

TYPED_TEST_P(DebatesListContract, ListsTheNewestFirstInPages) {
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

TYPED_TEST_P(DebatesListContract, ListsByStatusAndByPartOfTheQuestion) {
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

TYPED_TEST_P(DebatesListContract, ListsWithTheFirstEventAndTheLastVerdict) {
  ASSERT_TRUE(this->create(debate_row("dbt_1", 1)));
  ASSERT_TRUE(this->create(debate_row("dbt_2", 2)));
  for (const auto* id : {"dbt_1", "dbt_2"}) {
    ASSERT_TRUE(this->run(this->store_->append(*this->loop_, id,
                                               {{.seq = 1, .name = "debate.started", .data = "{1}"},
                                                {.seq = 2, .name = "verdict", .data = "{2}"},
                                                {.seq = 3, .name = "verdict", .data = "{3}"},
                                                {.seq = 4, .name = "note", .data = "{4}"}},
                                               Durability::kept)));
  }
  ASSERT_TRUE(this->run(this->store_->set_status(*this->loop_, "dbt_1", "completed")));
  const auto rows = this->run(this->store_->list(*this->loop_, {}));
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_EQ((*rows)[0].first_event, "{1}");
  EXPECT_EQ((*rows)[0].verdict, "");
  EXPECT_EQ((*rows)[1].first_event, "{1}");
  EXPECT_EQ((*rows)[1].verdict, "{3}");
}

REGISTER_TYPED_TEST_SUITE_P(DebatesListContract, ListsTheNewestFirstInPages,
                            ListsByStatusAndByPartOfTheQuestion,
                            ListsWithTheFirstEventAndTheLastVerdict);

}  // namespace quorum::store
