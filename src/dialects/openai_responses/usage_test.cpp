#include "dialects/openai_responses/usage.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::openai_responses {
namespace {

std::optional<llm::Usage> read(std::string_view text) {
  return read_usage(json::Document::parse(text)->root());
}

std::string written(const llm::Usage& usage) {
  std::string out;
  json::Writer writer{out};
  write_usage(writer, usage);
  return out;
}

TEST(Usage, IsReadWithItsParts) {
  const llm::Usage expected{
      .prompt = 30, .completion = 20, .cached_read = 10, .cache_write = 5, .reasoning = 7};
  EXPECT_EQ(read(R"({"input_tokens":30,"input_tokens_details":{"cached_tokens":10,
                     "cache_write_tokens":5},"output_tokens":20,
                     "output_tokens_details":{"reasoning_tokens":7},"total_tokens":50})"),
            expected);
}

TEST(Usage, WhatIsNotSaidIsAbsentRatherThanZero) {
  EXPECT_EQ(read("null"), std::nullopt);
  EXPECT_EQ(read(R"({"input_tokens":-1,"output_tokens":"2"})"), std::nullopt);
  EXPECT_EQ(read(R"({"input_tokens":3,"output_tokens":4})"),
            (llm::Usage{.prompt = 3, .completion = 4}));
}

TEST(Usage, WhatATotalHasBeyondItsPartsWasWritten) {
  EXPECT_EQ(read(R"({"input_tokens":3,"output_tokens":4,"total_tokens":10})"),
            (llm::Usage{.prompt = 3, .completion = 7}));
  EXPECT_EQ(read(R"({"total_tokens":10})"), (llm::Usage{.prompt = 10}));
}

TEST(Usage, IsWrittenWithEveryMemberThatTheSchemaDemands) {
  EXPECT_EQ(written({.prompt = 3, .completion = 4, .cached_read = 2}),
            R"({"input_tokens":3,"input_tokens_details":{"cached_tokens":2,)"
            R"("cache_write_tokens":0},"output_tokens":4,)"
            R"("output_tokens_details":{"reasoning_tokens":0},"total_tokens":7})");
}

}  // namespace
}  // namespace quorum::openai_responses
