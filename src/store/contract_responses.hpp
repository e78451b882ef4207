#pragma once
/// What every way of keeping answers must do, as one suite of tests that each adapter instantiates:
///
///   struct MyStore { std::unique_ptr<Responses> open(); };   // empty; one directory an object
///   INSTANTIATE_TYPED_TEST_SUITE_P(My, ResponsesContract, MyStore);

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "async/loop.hpp"
#include "store/responses.hpp"

namespace quorum::store {

inline ResponseRow response_row(std::string id, std::string previous_id = "",
                                UnixMs created_ms = 1000) {
  return {.id = std::move(id),
          .previous_id = std::move(previous_id),
          .model = "m",
          .input = R"([{"role":"user","content":"é ' \" ?"}])",
          .response = R"({"id":"x","output":[]})",
          .created_ms = created_ms,
          .owner = "key_1"};
}

template <typename Fixture>
class ResponsesContract : public testing::Test {
 protected:
  template <typename T>
  T run(Task<T> task) {
    return loop_->run_until_done(std::move(task));
  }
  void put(ResponseRow row) {
    const auto kept = run(store_->put(*loop_, std::move(row)));
    EXPECT_TRUE(kept) << kept.error().detail;
  }
  std::vector<ResponseRow> chain(std::string id, std::size_t limit = 100) {
    auto rows = run(store_->chain(*loop_, std::move(id), limit));
    EXPECT_TRUE(rows) << rows.error().detail;
    return rows ? std::move(*rows) : std::vector<ResponseRow>{};
  }
  bool erase(std::string id) {
    const auto erased = run(store_->erase(*loop_, std::move(id)));
    EXPECT_TRUE(erased) << erased.error().detail;
    return erased.value_or(false);
  }
  std::unique_ptr<async::Loop> loop_ = std::move(*async::Loop::create());
  Fixture fixture_;
  std::unique_ptr<Responses> store_ = fixture_.open();
};
TYPED_TEST_SUITE_P(ResponsesContract);

TYPED_TEST_P(ResponsesContract, FindsWhatWasPutAtOnce) {
  this->put(response_row("resp_1"));
  EXPECT_EQ(this->chain("resp_1"), std::vector{response_row("resp_1")});
  EXPECT_TRUE(this->chain("resp_2").empty());
  EXPECT_TRUE(this->chain("").empty());
}

TYPED_TEST_P(ResponsesContract, AChainIsToldFromItsBeginning) {
  this->put(response_row("a"));
  this->put(response_row("b", "a"));
  this->put(response_row("other", "a"));
  this->put(response_row("c", "b"));
  EXPECT_EQ(this->chain("c"),
            (std::vector{response_row("a"), response_row("b", "a"), response_row("c", "b")}));
  EXPECT_EQ(this->chain("c", 2), (std::vector{response_row("b", "a"), response_row("c", "b")}));
  EXPECT_EQ(this->chain("b", 1), std::vector{response_row("b", "a")});
}

TYPED_TEST_P(ResponsesContract, AChainEndsAtWhatIsGone) {
  this->put(response_row("b", "a"));
  this->put(response_row("c", "b"));
  EXPECT_EQ(this->chain("c").size(), 2U);
  EXPECT_TRUE(this->erase("b"));
  EXPECT_EQ(this->chain("c"), std::vector{response_row("c", "b")});
}

TYPED_TEST_P(ResponsesContract, AChainInACircleEnds) {
  this->put(response_row("a", "b"));
  this->put(response_row("b", "a"));
  EXPECT_EQ(this->chain("a"), (std::vector{response_row("b", "a"), response_row("a", "b")}));
}

TYPED_TEST_P(ResponsesContract, AnAnswerOfTheSameIdTakesTheOldersPlace) {
  this->put(response_row("a"));
  auto newer = response_row("a");
  newer.response = R"({"id":"a"})";
  this->put(newer);
  EXPECT_EQ(this->chain("a"), std::vector{newer});
}

TYPED_TEST_P(ResponsesContract, WhatIsErasedIsGone) {
  this->put(response_row("a"));
  EXPECT_TRUE(this->erase("a"));
  EXPECT_FALSE(this->erase("a"));
  EXPECT_TRUE(this->chain("a").empty());
}

TYPED_TEST_P(ResponsesContract, OldAnswersMakePlaceForNewOnes) {
  this->put(response_row("old", "", 1000));
  this->put(response_row("kept", "", 1001));
  this->put(response_row("new", "", 1001 + kResponseKeptMs));
  EXPECT_TRUE(this->chain("old").empty());
  EXPECT_EQ(this->chain("kept").size(), 1U);
  EXPECT_EQ(this->chain("new").size(), 1U);
}

REGISTER_TYPED_TEST_SUITE_P(ResponsesContract, FindsWhatWasPutAtOnce, AChainIsToldFromItsBeginning,
                            AChainEndsAtWhatIsGone, AChainInACircleEnds,
                            AnAnswerOfTheSameIdTakesTheOldersPlace, WhatIsErasedIsGone,
                            OldAnswersMakePlaceForNewOnes);

}  // namespace quorum::store
