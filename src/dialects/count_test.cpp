#include "dialects/count.hpp"

#include <gtest/gtest.h>

namespace quorum::dialects {
namespace {

std::optional<std::int64_t> count(std::string_view text) {
  const auto document = json::Document::parse(text);
  return count_of(document->root());
}

TEST(Count, OnlyWhatCanBeOneIsOne) {
  EXPECT_EQ(count("0"), 0);
  EXPECT_EQ(count("12"), 12);
  EXPECT_EQ(count("1099511627776"), kCountMax);
  EXPECT_EQ(count("1099511627777"), std::nullopt);
  EXPECT_EQ(count("-1"), std::nullopt);
  EXPECT_EQ(count("1.5"), std::nullopt);
  EXPECT_EQ(count("\"12\""), std::nullopt);
  EXPECT_EQ(count_of({}), std::nullopt);
}

}  // namespace
}  // namespace quorum::dialects
