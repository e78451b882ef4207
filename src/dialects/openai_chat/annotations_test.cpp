#include "dialects/openai_chat/annotations.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::openai_chat {
namespace {

using Citations = std::vector<llm::Citation>;

TEST(Annotations, WhatIsWrittenReadsBackTheSame) {
  const Citations citations{
      {.url = "https://a/b", .title = "T", .quote = "q", .begin = 3, .end = 9}};
  std::string out;
  json::Writer writer{out};
  write_annotations(writer, citations, 20);
  EXPECT_EQ(out, R"([{"type":"url_citation","url_citation":{"start_index":3,"end_index":9,)"
                 R"("url":"https://a/b","title":"T","content":"q"}}])");
  const auto document = json::Document::parse(out);
  EXPECT_EQ(read_annotations(document->root()), citations);
}

TEST(Annotations, OtherKindsAreNoCitations) {
  const auto document = json::Document::parse(
      R"([{"type":"file","file":{}},{"type":"url_citation","url":"u","start_index":1}])");
  EXPECT_EQ(read_annotations(document->root()), (Citations{{.url = "u", .begin = 1}}));
}

TEST(Annotations, PerplexitysListsAreSourcesOfTheWhole) {
  const auto both = json::Document::parse(
      R"({"citations":["u"],"search_results":[{"title":"T","url":"u","date":"x"}]})");
  EXPECT_EQ(read_sources(both->root()), (Citations{{.url = "u", .title = "T"}}));
  const auto bare = json::Document::parse(R"({"citations":["u","v"]})");
  EXPECT_EQ(read_sources(bare->root()), (Citations{{.url = "u"}, {.url = "v"}}));
}

}  // namespace
}  // namespace quorum::openai_chat
