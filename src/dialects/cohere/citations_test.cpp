#include "dialects/cohere/citations.hpp"

#include <gtest/gtest.h>

namespace quorum::cohere {
namespace {

std::vector<llm::Citation> read(std::string_view text, std::int64_t offset = 0) {
  const auto document = json::Document::parse(text);
  return read_citations(document->root(), offset);
}

TEST(Citations, ADocumentIsASource) {
  constexpr std::string_view kCitation =
      R"({"start":47,"end":65,"text":"Yukihiro","sources":[{"type":"document","id":"doc:0",)"
      R"("document":{"id":"doc:0","text":"Ruby was.","title":"facts.txt"}}],)"
      R"("type":"TEXT_CONTENT","content_index":1})";
  const auto read_one = read(kCitation, 3);
  ASSERT_EQ(read_one.size(), 1U);
  EXPECT_EQ(
      read_one[0],
      (llm::Citation{.title = "facts.txt",
                     .quote = "Ruby was.",
                     .begin = 50,
                     .end = 68,
                     .raw = {.dialect = llm::Dialect::cohere, .json = std::string{kCitation}}}));
}

TEST(Citations, SeveralSourcesAreSeveralCitations) {
  const auto all = read(R"({"start":1,"end":2,"sources":[
    {"type":"tool","id":"https://example.com/a","tool_output":{"content":"A"}},
    {"type":"tool","id":"t:0","tool_output":{"url":"https://example.com/b","text":"B"}}]})");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].url, "https://example.com/a");
  EXPECT_EQ(all[0].quote, "A");
  EXPECT_EQ(all[1].url, "https://example.com/b");
  EXPECT_EQ(all[1].begin, 1);
}

TEST(Citations, WhatIsNoObjectIsNone) {
  EXPECT_TRUE(read_citations(json::Value{}, 0).empty());
  for (const std::string_view text : {"null", "1", R"("Matz")", "[]"}) {
    EXPECT_TRUE(read(text).empty()) << text;
  }
}

TEST(Citations, OfAThoughtTheyHaveNoPlaceInTheText) {
  const auto plan = read(R"({"start":1,"end":2,"type":"PLAN","sources":[]})", 7);
  ASSERT_EQ(plan.size(), 1U);
  EXPECT_EQ(plan[0].begin, std::nullopt);
  EXPECT_EQ(plan[0].end, std::nullopt);
}

}  // namespace
}  // namespace quorum::cohere
