#include "llm/delta.hpp"

#include <gtest/gtest.h>

namespace quorum::llm {
namespace {

TEST(Usage, AddsUpAndKeepsAbsentApartFromZero) {
  Usage sum{.prompt = 10, .completion = 5};
  EXPECT_FALSE(sum.reasoning.has_value());
  sum += {.prompt = 1, .completion = 2, .reasoning = 0};
  EXPECT_EQ(sum, (Usage{.prompt = 11, .completion = 7, .reasoning = 0}));
  EXPECT_EQ(sum.total(), 18);
}

TEST(Finish, IsSpelledAsClientsExpect) {
  EXPECT_EQ(name(Finish::tool_calls), "tool_calls");
  EXPECT_EQ(name(Finish::content_filter), "content_filter");
}

}  // namespace
}  // namespace quorum::llm
