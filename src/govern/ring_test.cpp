#include "govern/ring.hpp"

#include <gtest/gtest.h>

namespace quorum::govern {
namespace {

Sha256Digest hash_of(std::string_view key) { return Sha256Machine().digest(key); }

store::KeyRow row_of(std::string id, std::string_view key) {
  return {.id = std::move(id), .hash = hex(hash_of(key))};
}

TEST(Ring, WithoutKeysIsEmptyAndFindsNothing) {
  const auto ring = Ring::make({}, {}, nullptr);
  EXPECT_TRUE(ring->empty());
  EXPECT_EQ(ring->find(hash_of("a")), nullptr);
  EXPECT_EQ(ring->find(Sha256Digest{}), nullptr);
}

TEST(Ring, FindsEveryOneOfManyAndNoOther) {
  std::vector<store::KeyRow> rows;
  for (int i = 0; i < 1000; ++i) {
    rows.push_back(row_of("key_" + std::to_string(i), "secret" + std::to_string(i)));
  }
  const auto ring = Ring::make(rows, {}, nullptr);
  EXPECT_EQ(ring->size(), 1000U);
  for (int i = 0; i < 1000; ++i) {
    const auto* key = ring->find(hash_of("secret" + std::to_string(i)));
    ASSERT_NE(key, nullptr) << i;
    EXPECT_EQ(key->id, "key_" + std::to_string(i));
    EXPECT_EQ(ring->find(hash_of("other" + std::to_string(i))), nullptr);
  }
}

TEST(Ring, AHashThatDiffersInItsLastBitIsAnother) {
  const auto ring = Ring::make(std::vector{row_of("a", "secret")}, {}, nullptr);
  auto hash = hash_of("secret");
  ASSERT_NE(ring->find(hash), nullptr);
  for (std::size_t i = 0; i < hash.size(); ++i) {
    auto other = hash;
    other[i] ^= 1;
    EXPECT_EQ(ring->find(other), nullptr) << i;
  }
}

TEST(Ring, TellsLimitsAndEnds) {
  auto limited = row_of("a", "a");
  limited.requests_per_minute_max = 7;
  limited.streams_max = 3;
  limited.expires_ms = 99;
  auto revoked = row_of("b", "b");
  revoked.revoked_ms = 5;
  const auto ring =
      Ring::make(std::vector{limited, revoked}, std::vector{hash_of("master")}, nullptr);
  const auto& a = *ring->find(hash_of("a"));
  EXPECT_EQ(a.requests_per_minute_max, 7);
  EXPECT_EQ(a.streams_max, 3);
  EXPECT_EQ(a.ends_ms, 99);
  EXPECT_FALSE(a.is_revoked);
  EXPECT_TRUE(ring->find(hash_of("b"))->is_revoked);
  EXPECT_LT(ring->find(hash_of("b"))->ends_ms, 0);
  const auto& master = *ring->find(hash_of("master"));
  EXPECT_EQ(master.id, "master");
  EXPECT_EQ(master.requests_per_minute_max, 0);
  EXPECT_EQ(master.ends_ms, std::numeric_limits<UnixMs>::max());
}

TEST(Ring, WhatIsUsedGoesOnBeingCounted) {
  const auto first = Ring::make(std::vector{row_of("a", "a"), row_of("b", "b")}, {}, nullptr);
  const auto second = Ring::make(std::vector{row_of("c", "c"), row_of("b", "b")}, {}, first.get());
  EXPECT_EQ(first->find(hash_of("b"))->use, second->find(hash_of("b"))->use);
  EXPECT_NE(second->find(hash_of("c"))->use, nullptr);
  EXPECT_NE(second->find(hash_of("c"))->use, second->find(hash_of("b"))->use);
}

TEST(Ring, ASpoiltRowOpensNothingAndClosesTheDoor) {
  const auto ring = Ring::make(std::vector{store::KeyRow{.id = "a", .hash = "xyz"}}, {}, nullptr);
  EXPECT_FALSE(ring->empty());
  EXPECT_EQ(ring->find(hash_of("")), nullptr);
  EXPECT_EQ(ring->find(hash_of("xyz")), nullptr);
}

}  // namespace
}  // namespace quorum::govern
