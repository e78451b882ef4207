#include "providers/address.hpp"

#include <gtest/gtest.h>

namespace quorum::providers {
namespace {

std::string filled(std::string_view pattern, const Values& values) {
  return fill(pattern, values).value_or("none");
}

TEST(Address, PatternsAreFilledWithWhatIsKnown) {
  EXPECT_EQ(filled("/v1/messages", {}), "/v1/messages");
  EXPECT_EQ(filled("/m/{model}:go", {{"model", "gemini-2.5-pro"}}), "/m/gemini-2.5-pro:go");
  EXPECT_EQ(filled("/m/{model}", {{"model", "a.b-v1:0"}}), "/m/a.b-v1%3A0");
  EXPECT_EQ(filled("/m/{model}", {{"model", "claude@20250219"}}), "/m/claude@20250219");
  EXPECT_EQ(filled("/{a}/{b}", {{"a", "1"}}), "none");
  EXPECT_EQ(filled("/{a}", {{"a", ""}}), "none");
}

TEST(Address, TheFirstPatternCountsWhoseSettingsAreKnown) {
  constexpr std::string_view kBoth = "/dated?v={v}|/timeless";
  EXPECT_EQ(filled(kBoth, {{"v", "2024-10-21"}}), "/dated?v=2024-10-21");
  EXPECT_EQ(filled(kBoth, {}), "/timeless");
}

TEST(Address, ANameCannotLeaveItsPlace) {
  EXPECT_EQ(url_part("../../x?y#z %"), "..%2F..%2Fx%3Fy%23z%20%25");
  EXPECT_EQ(url_part("\r\n\xc3\xa4"), "%0D%0A%C3%A4");
}

std::string base(std::string_view vendor, std::string_view configured, const Values& values = {}) {
  return base_address(*find_vendor(vendor), configured, values).value_or("none");
}

TEST(Address, TheBaseIsTheVendorsOwnOrAsPeopleWriteIt) {
  EXPECT_EQ(base("openai", ""), "https://api.openai.com/v1");
  EXPECT_EQ(base("openai", "http://127.0.0.1:9/v1/"), "http://127.0.0.1:9/v1");
  EXPECT_EQ(base("openai", "http://x/v1/chat/completions"), "http://x/v1");
  EXPECT_EQ(base("anthropic", "http://x/v1/messages"), "http://x");
  EXPECT_EQ(base("azure", ""), "none");
  EXPECT_EQ(base("azure", "///"), "none");
  EXPECT_EQ(base("ollama", ""), "http://localhost:11434");
  EXPECT_EQ(base("ollama", "0.0.0.0:11500"), "http://127.0.0.1:11500");
  EXPECT_EQ(base("ollama", "box"), "http://box:11434");
  EXPECT_EQ(base("ollama", "https://box/"), "https://box");
  EXPECT_EQ(base("vertex", "", {{"location", "us-east5"}}),
            "https://us-east5-aiplatform.googleapis.com");
  EXPECT_EQ(base("vertex", "", {{"location", "global"}}), "https://aiplatform.googleapis.com");
  EXPECT_EQ(base("bedrock", ""), "none");
}

TEST(Address, WhatBaseAndPathShareStandsThereOnce) {
  EXPECT_EQ(join_address("https://api.openai.com/v1", "/chat/completions"),
            "https://api.openai.com/v1/chat/completions");
  EXPECT_EQ(join_address("https://api.openai.com/v1", "/v1/files?limit=/v1"),
            "https://api.openai.com/v1/files?limit=/v1");
  EXPECT_EQ(join_address("http://x/openai/v1", "/openai/v1/chat/completions"),
            "http://x/openai/v1/chat/completions");
  EXPECT_EQ(join_address("http://x/v1", "/openai/v1/models"), "http://x/v1/openai/v1/models");
  EXPECT_EQ(join_address("http://v1", "/v1/models"), "http://v1/v1/models");
  EXPECT_EQ(join_address("http://x", "/a"), "http://x/a");
  EXPECT_EQ(join_address("unix:/run/llm.sock:/v1", "/v1/models"), "unix:/run/llm.sock:/v1/models");
}

}  // namespace
}  // namespace quorum::providers
