#pragma once
/// What every way of keeping keys must do, as one suite of tests that each adapter instantiates:
///
///   struct MyStore { std::unique_ptr<Keys> open(); };   // empty; one directory an object
///   INSTANTIATE_TYPED_TEST_SUITE_P(My, KeysContract, MyStore);

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "async/loop.hpp"
#include "store/keys.hpp"

namespace quorum::store {

inline KeyRow key_row(std::string id, UnixMs created_ms = 1000) {
  return {.id = id,
          .name = "é ' \" ?",
          .hash = "hash of " + id,
          .hint = "sk-…" + id,
          .requests_per_minute_max = 60,
          .streams_max = 4,
          .created_ms = created_ms,
          .expires_ms = 2000};
}

template <typename Fixture>
class KeysContract : public testing::Test {
 protected:
  template <typename T>
  T run(Task<T> task) {
    return loop_->run_until_done(std::move(task));
  }
  void add(KeyRow row) {
    const auto added = run(store_->add(*loop_, std::move(row)));
    EXPECT_TRUE(added) << added.error().detail;
  }
  std::vector<KeyRow> list() {
    auto rows = run(store_->list(*loop_));
    EXPECT_TRUE(rows) << rows.error().detail;
    return rows ? std::move(*rows) : std::vector<KeyRow>{};
  }
  std::int64_t version() {
    const auto version = run(store_->version(*loop_));
    EXPECT_TRUE(version) << version.error().detail;
    return version.value_or(-1);
  }
  std::unique_ptr<async::Loop> loop_ = std::move(*async::Loop::create());
  Fixture fixture_;
  std::unique_ptr<Keys> store_ = fixture_.open();
};
TYPED_TEST_SUITE_P(KeysContract);

TYPED_TEST_P(KeysContract, TellsWhatWasAddedOldestFirst) {
  EXPECT_TRUE(this->list().empty());
  const KeyRow plain{.id = "b", .hash = "h", .hint = "", .created_ms = 10};
  this->add(key_row("c", 20));
  this->add(plain);
  this->add(key_row("a", 20));
  EXPECT_EQ(this->list(), (std::vector{plain, key_row("a", 20), key_row("c", 20)}));
}

TYPED_TEST_P(KeysContract, TakesNoIdAndNoHashTwice) {
  this->add(key_row("a"));
  auto same_id = key_row("a");
  same_id.hash = "another";
  auto same_hash = key_row("b");
  same_hash.hash = key_row("a").hash;
  for (const auto& row : {same_id, same_hash}) {
    const auto refused = this->run(this->store_->add(*this->loop_, row));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::conflict);
  }
  EXPECT_EQ(this->list(), std::vector{key_row("a")});
}

TYPED_TEST_P(KeysContract, RevokesOnceAndKeepsTheRow) {
  this->add(key_row("a"));
  this->add(key_row("b"));
  EXPECT_FALSE(this->run(this->store_->revoke(*this->loop_, "c", 1500)).value());
  EXPECT_TRUE(this->run(this->store_->revoke(*this->loop_, "a", 1500)).value());
  EXPECT_FALSE(this->run(this->store_->revoke(*this->loop_, "a", 1600)).value());
  auto revoked = key_row("a");
  revoked.revoked_ms = 1500;
  EXPECT_EQ(this->list(), (std::vector{revoked, key_row("b")}));
}

TYPED_TEST_P(KeysContract, ClearsOnlyWhereNoKeyIsValid) {
  this->add(key_row("a"));
  this->add(key_row("b"));
  ASSERT_TRUE(this->run(this->store_->revoke(*this->loop_, "a", 1500)));
  const auto refused = this->run(this->store_->clear(*this->loop_, 1999));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::conflict);
  EXPECT_EQ(this->list().size(), 2U);
  // The other one has expired by then.
  EXPECT_EQ(this->run(this->store_->clear(*this->loop_, 2000)).value(), 2);
  EXPECT_TRUE(this->list().empty());
  EXPECT_EQ(this->run(this->store_->clear(*this->loop_, 2000)).value(), 0);
}

TYPED_TEST_P(KeysContract, AnyChangeChangesTheVersion) {
  auto last = this->version();
  EXPECT_EQ(this->version(), last);
  const auto has_changed = [&] { return std::exchange(last, this->version()) != last; };
  this->add(key_row("a"));
  EXPECT_TRUE(has_changed());
  ASSERT_TRUE(this->run(this->store_->revoke(*this->loop_, "a", 1)));
  EXPECT_TRUE(has_changed());
  ASSERT_TRUE(this->run(this->store_->clear(*this->loop_, 1)));
  EXPECT_TRUE(has_changed());
}

REGISTER_TYPED_TEST_SUITE_P(KeysContract, TellsWhatWasAddedOldestFirst, TakesNoIdAndNoHashTwice,
                            RevokesOnceAndKeepsTheRow, ClearsOnlyWhereNoKeyIsValid,
                            AnyChangeChangesTheVersion);

}  // namespace quorum::store
