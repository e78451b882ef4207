#include "dialects/openai_completions/logprobs.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace quorum::openai_completions {
namespace {

std::vector<llm::TokenLogprob> read(std::string_view text) {
  const auto document = json::Document::parse(text);
  return read_logprobs(document->root());
}

std::string write(const std::vector<llm::TokenLogprob>& logprobs, std::int64_t& offset) {
  std::string out;
  json::Writer writer{out};
  writer.object();
  write_logprobs(writer, logprobs, offset);
  writer.end();
  return out;
}

const std::vector<llm::TokenLogprob> kTwo{
    {.token = "Ä", .logprob = -0.5, .top = {{.token = "B", .logprob = -1}}},
    {.token = "cd", .logprob = -0.25}};

TEST(Logprobs, ListsStandSideBySide) {
  std::int64_t offset = 7;
  const auto text = write(kTwo, offset);
  EXPECT_EQ(text, R"({"logprobs":{"tokens":["Ä","cd"],"token_logprobs":[-0.5,-0.25],)"
                  R"("top_logprobs":[{"B":-1},{}],"text_offset":[7,8]}})");
  EXPECT_EQ(offset, 10);
  const auto document = json::Document::parse(text);
  EXPECT_EQ(read_logprobs(document->root()["logprobs"]), kTwo);
}

TEST(Logprobs, NoneAreNull) {
  std::int64_t offset = 0;
  EXPECT_EQ(write({}, offset), R"({"logprobs":null})");
  EXPECT_TRUE(read("null").empty());
  EXPECT_TRUE(read("{}").empty());
}

TEST(Logprobs, WhatIsMissingIsLeftOut) {
  const auto echoed =
      read(R"({"tokens":["a","b"],"token_logprobs":[null,-1],"top_logprobs":null})");
  ASSERT_EQ(echoed.size(), 2U);
  EXPECT_EQ(echoed[0].logprob, 0);
  EXPECT_EQ(echoed[1].logprob, -1);
  EXPECT_EQ(read(R"({"tokens":["a","b"],"token_logprobs":[-2]})").size(), 2U);
}

TEST(Logprobs, WhatCannotHappenHasANumber) {
  std::int64_t offset = 0;
  const auto text =
      write({{.token = "a", .logprob = -std::numeric_limits<double>::infinity()}}, offset);
  EXPECT_NE(text.find("[-9999]"), std::string::npos);
}

}  // namespace
}  // namespace quorum::openai_completions
