#include "dialects/openai_chat/usage.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::openai_chat {
namespace {

std::optional<llm::Usage> read(std::string_view text) {
  const auto document = json::Document::parse(text);
  EXPECT_TRUE(document) << text;
  return document ? read_usage(document->root()) : std::nullopt;
}

std::string written(const llm::Usage& usage) {
  std::string out;
  json::Writer writer{out};
  write_usage(writer, usage);
  return out;
}

TEST(Usage, ReadsOpenAisCountsAndTheirDetails) {
  EXPECT_EQ(
      read(R"({"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,
      "prompt_tokens_details":{"cached_tokens":64,"cache_write_tokens":3},
      "completion_tokens_details":{"reasoning_tokens":8}})"),
      (llm::Usage{
          .prompt = 100, .completion = 20, .cached_read = 64, .cache_write = 3, .reasoning = 8}));
}

TEST(Usage, AbsentIsNotZero) {
  EXPECT_EQ(read("null"), std::nullopt);
  EXPECT_EQ(read("{}"), std::nullopt);
  EXPECT_EQ(read(R"("12")"), std::nullopt);
  EXPECT_EQ(read(R"({"prompt_tokens":7})"), (llm::Usage{.prompt = 7, .completion = 0}));
}

TEST(Usage, AddsWhatTheProviderCountsOnlyInTheTotal) {
  // xAI: reasoning lies outside completion_tokens.
  EXPECT_EQ(read(R"({"prompt_tokens":432,"completion_tokens":68,"total_tokens":636,
      "completion_tokens_details":{"reasoning_tokens":136}})"),
            (llm::Usage{.prompt = 432, .completion = 204, .reasoning = 136}));
  // Gemini: thoughts are not named at all.
  EXPECT_EQ(read(R"({"completion_tokens":12,"prompt_tokens":35,"total_tokens":109})"),
            (llm::Usage{.prompt = 35, .completion = 74}));
  // Mistral: sound lies outside prompt_tokens.
  EXPECT_EQ(read(R"({"prompt_tokens":9,"total_tokens":632,"completion_tokens":248,
      "prompt_tokens_details":{"cached_tokens":0,"audio_tokens":375}})"),
            (llm::Usage{.prompt = 384, .completion = 248, .cached_read = 0, .prompt_audio = 375}));
}

TEST(Usage, ReadsCachedTokensWhereOthersPutThem) {
  EXPECT_EQ(
      read(R"({"prompt_tokens":9,"completion_tokens":1,"prompt_cache_hit_tokens":4})")->cached_read,
      4);
  EXPECT_EQ(read(R"({"prompt_tokens":9,"completion_tokens":1,"num_cached_tokens":5})")->cached_read,
            5);
}

// Grok on Azure: what is cached is a part of what is read, whatever is told.
TEST(Usage, NoMoreIsCachedThanIsRead) {
  EXPECT_EQ(read(R"({"prompt_tokens":10,"completion_tokens":3,"total_tokens":13,
      "prompt_tokens_details":{"cached_tokens":161}})"),
            (llm::Usage{.prompt = 10, .completion = 3, .cached_read = 10}));
}

TEST(Usage, GarbageIsNotCounted) {
  EXPECT_EQ(read(R"({"prompt_tokens":-1,"completion_tokens":9223372036854775807})"), std::nullopt);
  EXPECT_EQ(read(R"({"prompt_tokens":"7","completion_tokens":2.0})"),
            (llm::Usage{.prompt = 0, .completion = 2}));
}

TEST(Usage, WritesDetailsOnlyWhereTheyAreKnown) {
  EXPECT_EQ(written({.prompt = 7, .completion = 2}),
            R"({"prompt_tokens":7,"completion_tokens":2,"total_tokens":9})");
  EXPECT_EQ(written({.prompt = 7, .completion = 2, .cached_read = 4, .reasoning = 0}),
            R"({"prompt_tokens":7,"completion_tokens":2,"total_tokens":9,)"
            R"("prompt_tokens_details":{"cached_tokens":4},)"
            R"("completion_tokens_details":{"reasoning_tokens":0}})");
}

}  // namespace
}  // namespace quorum::openai_chat
