#include "dialects/bedrock/usage.hpp"

#include <gtest/gtest.h>

namespace quorum::bedrock {
namespace {

std::optional<llm::Usage> usage(std::string_view text) {
  const auto document = json::Document::parse(text);
  return read_usage(document->root());
}

TEST(Usage, TheCacheStandsBesideTheInput) {
  EXPECT_EQ(usage(R"({"inputTokens":10,"outputTokens":5,"totalTokens":145,
                      "cacheReadInputTokens":100,"cacheWriteInputTokens":30,
                      "cacheDetails":[{"ttl":"5m","inputTokens":10},
                                      {"ttl":"1h","inputTokens":20}]})"),
            (llm::Usage{.prompt = 140,
                        .completion = 5,
                        .cached_read = 100,
                        .cache_write = 30,
                        .cache_write_1h = 20}));
  EXPECT_EQ(usage(R"({"inputTokens":10,"outputTokens":5})"),
            (llm::Usage{.prompt = 10, .completion = 5}));
}

TEST(Usage, WhatSaysNothingIsNone) {
  EXPECT_EQ(usage("{}"), std::nullopt);
  EXPECT_EQ(usage("null"), std::nullopt);
  EXPECT_EQ(usage(R"({"inputTokens":-1})"), std::nullopt);
}

}  // namespace
}  // namespace quorum::bedrock
