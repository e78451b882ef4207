#include "dialects/anthropic/usage.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::anthropic {
namespace {

bool take(Counts& counts, std::string_view json) {
  const auto document = json::Document::parse(json);
  return document && counts.take(document->root());
}

std::string written(const std::optional<llm::Usage>& usage) {
  std::string out;
  json::Writer writer{out};
  writer.object();
  write_counts(writer, usage);
  writer.end();
  return out;
}

TEST(Usage, ThePromptHoldsWhatTheCacheHeldAndTook) {
  Counts counts;
  EXPECT_TRUE(take(counts, R"({"input_tokens":10,"cache_read_input_tokens":100,
      "cache_creation_input_tokens":20,"cache_creation":{"ephemeral_5m_input_tokens":15,
      "ephemeral_1h_input_tokens":5},"output_tokens":7,
      "output_tokens_details":{"thinking_tokens":3}})"));
  const llm::Usage expected{.prompt = 130,
                            .completion = 7,
                            .cached_read = 100,
                            .cache_write = 20,
                            .cache_write_1h = 5,
                            .reasoning = 3};
  EXPECT_EQ(counts.usage(), expected);
}

TEST(Usage, WhatComesLaterReplacesAndIsNeverAdded) {
  Counts counts;
  take(counts, R"({"input_tokens":700,"cache_read_input_tokens":0,"output_tokens":1})");
  take(counts, R"({"output_tokens":31})");
  EXPECT_EQ(counts.usage(), (llm::Usage{.prompt = 700, .completion = 31, .cached_read = 0}));
  take(counts, R"({"input_tokens":710,"output_tokens":32})");
  EXPECT_EQ(counts.usage(), (llm::Usage{.prompt = 710, .completion = 32, .cached_read = 0}));
}

TEST(Usage, GarbageSaysNothing) {
  Counts counts;
  EXPECT_FALSE(take(counts, "{}"));
  EXPECT_FALSE(take(counts, R"({"input_tokens":-1,"output_tokens":"7"})"));
  EXPECT_FALSE(take(counts, R"({"input_tokens":9223372036854775807,"output_tokens":null})"));
  EXPECT_FALSE(take(counts, "7"));
  EXPECT_EQ(counts.usage(), llm::Usage{});
}

TEST(Usage, IsWrittenInAnthropicsArithmetic) {
  EXPECT_EQ(written(llm::Usage{.prompt = 130,
                               .completion = 7,
                               .cached_read = 100,
                               .cache_write = 20,
                               .cache_write_1h = 5,
                               .reasoning = 3}),
            R"({"input_tokens":10,"cache_creation_input_tokens":20,"cache_read_input_tokens":100,)"
            R"("cache_creation":{"ephemeral_5m_input_tokens":15,"ephemeral_1h_input_tokens":5},)"
            R"("output_tokens":7,"output_tokens_details":{"thinking_tokens":3}})");
  EXPECT_EQ(written(std::nullopt), R"({"input_tokens":0,"cache_creation_input_tokens":null,)"
                                   R"("cache_read_input_tokens":null,"output_tokens":0})");
  EXPECT_EQ(written(llm::Usage{.prompt = 1, .cached_read = 5}).substr(0, 19),
            R"({"input_tokens":0,")");
}

TEST(Usage, TiersAreNamedByBothSides) {
  EXPECT_EQ(tier_of_answer("standard"), "default");
  EXPECT_EQ(tier_of_answer("priority"), "priority");
  EXPECT_EQ(answered_tier("default"), "standard");
  EXPECT_EQ(answered_tier("flex"), "");
  EXPECT_EQ(answered_tier(""), "");
}

}  // namespace
}  // namespace quorum::anthropic
