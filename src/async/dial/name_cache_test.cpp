#include "async/dial/name_cache.hpp"

#include <gtest/gtest.h>

namespace quorum::dial {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart{};

Found one(const char* address, std::chrono::seconds ttl) {
  return {.addresses = {*async::Address::numeric(address, 0)}, .ttl = ttl};
}

TEST(NameCache, BelievesAnAnswerForItsTime) {
  NameCache cache({});
  cache.put("a.example", Family::v4, one("192.0.2.1", 30s), kStart);
  ASSERT_NE(cache.fresh("a.example", Family::v4, kStart + 29s), nullptr);
  EXPECT_EQ(cache.fresh("a.example", Family::v4, kStart)->addresses[0].text(), "192.0.2.1:0");
  EXPECT_EQ(cache.fresh("a.example", Family::v4, kStart + 30s), nullptr);
  EXPECT_EQ(cache.fresh("a.example", Family::v6, kStart), nullptr);
  EXPECT_EQ(cache.fresh("b.example", Family::v4, kStart), nullptr);
}

TEST(NameCache, KeepsTimesWithinItsBounds) {
  NameCache cache({});
  cache.put("short", Family::v4, one("192.0.2.1", 0s), kStart);
  cache.put("long", Family::v4, one("192.0.2.1", 100'000s), kStart);
  cache.put("absent", Family::v4, {.ttl = 100'000s}, kStart);
  EXPECT_NE(cache.fresh("short", Family::v4, kStart + 999ms), nullptr);
  EXPECT_EQ(cache.fresh("short", Family::v4, kStart + 1s), nullptr);
  EXPECT_NE(cache.fresh("long", Family::v4, kStart + 3599s), nullptr);
  EXPECT_EQ(cache.fresh("long", Family::v4, kStart + 3600s), nullptr);
  EXPECT_NE(cache.fresh("absent", Family::v4, kStart + 9s), nullptr);
  EXPECT_EQ(cache.fresh("absent", Family::v4, kStart + 10s), nullptr);
}

TEST(NameCache, ServesOldAddressesForAWhileAndNoOldAbsence) {
  NameCache cache({});
  cache.put("a", Family::v4, one("192.0.2.1", 30s), kStart);
  cache.put("absent", Family::v4, {.ttl = 5s}, kStart);
  ASSERT_NE(cache.stale("a", Family::v4, kStart + 31s), nullptr);
  // Nobody is asked again at once.
  EXPECT_NE(cache.fresh("a", Family::v4, kStart + 35s), nullptr);
  EXPECT_EQ(cache.fresh("a", Family::v4, kStart + 36s), nullptr);
  EXPECT_EQ(cache.stale("a", Family::v4, kStart + 3630s), nullptr);
  EXPECT_EQ(cache.stale("absent", Family::v4, kStart + 6s), nullptr);
  EXPECT_EQ(cache.stale("never", Family::v4, kStart), nullptr);
}

TEST(NameCache, HoldsSoManyNamesAndNoMore) {
  NameCache cache({.names_max = 2});
  cache.put("later", Family::v4, one("192.0.2.1", 60s), kStart);
  cache.put("sooner", Family::v4, one("192.0.2.2", 30s), kStart);
  cache.put("sooner", Family::v4, one("192.0.2.3", 30s), kStart);
  EXPECT_EQ(cache.size(), 2U);
  cache.put("new", Family::v4, one("192.0.2.4", 10s), kStart);
  EXPECT_EQ(cache.size(), 2U);
  EXPECT_EQ(cache.fresh("sooner", Family::v4, kStart), nullptr);
  EXPECT_NE(cache.fresh("later", Family::v4, kStart), nullptr);
  EXPECT_NE(cache.fresh("new", Family::v4, kStart), nullptr);
}

}  // namespace
}  // namespace quorum::dial
