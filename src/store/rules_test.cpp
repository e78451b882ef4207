#include "store/rules.hpp"

#include <gtest/gtest.h>

namespace quorum::store {
namespace {

TEST(StoreRules, EventsMustGoOnWithoutAGap) {
  const auto events = [](std::uint64_t first, std::uint64_t second) {
    return std::vector<LogEvent>{{.seq = first, .name = "a", .data = "{}"},
                                 {.seq = second, .name = "b", .data = "{}"}};
  };
  EXPECT_TRUE(check_sequence(0, events(1, 2)));
  EXPECT_TRUE(check_sequence(41, events(42, 43)));
  EXPECT_TRUE(check_sequence(7, {}));
  for (const auto& [last, first, second] :
       {std::tuple{0, 0, 1}, {0, 2, 3}, {4, 4, 5}, {4, 5, 7}, {4, 5, 5}}) {
    const auto refused = check_sequence(
        static_cast<std::uint64_t>(last),
        events(static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(second)));
    ASSERT_FALSE(refused) << last << ' ' << first << ' ' << second;
    EXPECT_EQ(refused.error().code, Errc::conflict);
  }
  EXPECT_EQ(check_sequence(4, events(5, 7)).error().detail, "event 7 where 6 must come");
}

TEST(StoreRules, AChainEndsBeforeItIsTooLong) {
  ChainEnd few{2};
  EXPECT_TRUE(few.takes({.id = "a"}));
  EXPECT_TRUE(few.takes({.id = "b"}));
  EXPECT_FALSE(few.takes({.id = "c"}));

  ChainEnd circle{9};
  EXPECT_TRUE(circle.takes({.id = "a"}));
  EXPECT_FALSE(circle.takes({.id = "a"}));

  ChainEnd large{9};
  const std::string half(kChainBytesMax / 2, 'x');
  EXPECT_TRUE(large.takes({.id = "a", .input = half}));
  EXPECT_TRUE(large.takes({.id = "b", .response = half}));
  EXPECT_FALSE(large.takes({.id = "c", .input = "x"}));
}

TEST(StoreRules, AKnownKeyNamesTheFirstDebateInItsDetail) {
  EXPECT_EQ(key_is_known("dbt_1").detail, "dbt_1");
  EXPECT_EQ(key_is_known("dbt_1").code, Errc::conflict);
}

TEST(StoreRules, KeysAreRefusedAsConflicts) {
  EXPECT_EQ(client_key_is_known().code, Errc::conflict);
  EXPECT_EQ(client_key_is_valid().code, Errc::conflict);
}

}  // namespace
}  // namespace quorum::store
