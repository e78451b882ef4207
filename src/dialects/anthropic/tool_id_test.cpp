#include "dialects/anthropic/tool_id.hpp"

#include <gtest/gtest.h>

namespace quorum::anthropic {
namespace {

TEST(ToolId, WhatAnthropicTakesStaysAsItIs) {
  for (const auto* id : {"toolu_01NbP3iG8A6TYDwEUxN6tiWw", "call_1-a", "srvtoolu_1", ""}) {
    EXPECT_EQ(disguised_id(id), id);
    EXPECT_EQ(plain_id(id), id);
  }
}

TEST(ToolId, OthersTravelInDisguiseAndComeBack) {
  EXPECT_EQ(disguised_id("functions.add:0"), "toolu_quorum_functions_2eadd_3a0");
  for (const auto* id : {"functions.add:0", "a_b.c", "ü \"", "toolu_quorum_x", "_", "a/b\n"}) {
    EXPECT_EQ(plain_id(disguised_id(id)), id);
    EXPECT_EQ(disguised_id(id).find_first_not_of(
                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"),
              std::string::npos);
  }
  EXPECT_NE(disguised_id("a.b"), disguised_id("a_b"));
  EXPECT_NE(disguised_id("toolu_quorum_a_2eb"), disguised_id("a.b"));
}

TEST(ToolId, WhatOnlyLooksLikeADisguiseIsLeft) {
  EXPECT_EQ(plain_id("toolu_quorum_a_zz"), "toolu_quorum_a_zz");
  EXPECT_EQ(plain_id("toolu_quorum_a_2"), "toolu_quorum_a_2");
}

}  // namespace
}  // namespace quorum::anthropic
