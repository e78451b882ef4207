#include "dialects/bedrock/call_id.hpp"

#include <gtest/gtest.h>

namespace quorum::bedrock {
namespace {

TEST(CallId, WhatFitsStays) {
  EXPECT_EQ(call_id("tooluse_kZ-1.2:3"), "tooluse_kZ-1.2:3");
  EXPECT_EQ(call_id(std::string(64, 'a')), std::string(64, 'a'));
}

TEST(CallId, WhatDoesNotIsMadeAlikeEveryTime) {
  for (const auto& odd : {std::string{}, std::string{"a b"}, std::string(65, 'a')}) {
    const auto made = call_id(odd);
    EXPECT_TRUE(made.starts_with("call_"));
    EXPECT_EQ(made, call_id(odd));
    EXPECT_EQ(made, call_id(made));
  }
  EXPECT_NE(call_id("a b"), call_id("a c"));
}

}  // namespace
}  // namespace quorum::bedrock
