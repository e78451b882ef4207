#include "core/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

namespace quorum {
namespace {

TEST(Random, FillsAllOfTheBytesAndNeverTheSame) {
  std::array<std::uint8_t, 32> one{};
  std::array<std::uint8_t, 32> two{};
  ASSERT_TRUE(fill_random(one));
  ASSERT_TRUE(fill_random(two));
  EXPECT_NE(one, two);
  // Thirty-two zeros at the end would be chance once in 2^64 runs.
  EXPECT_TRUE(std::any_of(one.end() - 8, one.end(), [](auto byte) { return byte != 0; }));
}

TEST(Random, SaysWhereItCannot) {
  std::vector<std::uint8_t> many(257);
  const auto filled = fill_random(many);
  ASSERT_FALSE(filled);
  EXPECT_EQ(filled.error().code, Errc::unavailable);
}

}  // namespace
}  // namespace quorum
