#include "dialects/openai_responses/annotation.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::openai_responses {
namespace {

std::optional<llm::Citation> read(std::string_view text, std::int64_t base) {
  return read_annotation(json::Document::parse(text)->root(), base);
}

std::string written(const llm::Citation& citation, std::int64_t base) {
  std::string out;
  json::Writer writer{out};
  write_annotation(writer, citation, base);
  return out;
}

constexpr std::string_view kUrl = R"({"type":"url_citation","url":"https://a.b","title":"T",)"
                                  R"("start_index":2,"end_index":5})";

TEST(Annotation, PlacesAreOfTheWholeAnswer) {
  const llm::Citation expected{.url = "https://a.b", .title = "T", .begin = 12, .end = 15};
  EXPECT_EQ(read(kUrl, 10), expected);
  EXPECT_EQ(written(expected, 10), kUrl);
}

TEST(Annotation, AFileIsKeptAsItWas) {
  constexpr std::string_view kFile =
      R"({"type":"file_citation","file_id":"f","index":3,"filename":"a.pdf"})";
  const auto citation = read(kFile, 7);
  ASSERT_TRUE(citation);
  EXPECT_EQ(citation->title, "a.pdf");
  EXPECT_EQ(written(*citation, 7), kFile);
}

TEST(Annotation, PlacesThatAreNotToldAreTheTextsBegin) {
  EXPECT_EQ(written({.url = "u"}, 4),
            R"({"type":"url_citation","url":"u","title":"","start_index":0,"end_index":0})");
  EXPECT_EQ(written({.title = "doc", .end = 9}, 4),
            R"({"type":"file_citation","file_id":"","index":5,"filename":"doc"})");
}

TEST(Annotation, WhatNamesNoSourceIsNoAnnotation) {
  EXPECT_FALSE(has_source({.quote = "q"}));
  EXPECT_EQ(written({.quote = "q"}, 0), "");
  EXPECT_EQ(read("7", 0), std::nullopt);
  EXPECT_EQ(read(R"({"url":"u","start_index":-3})", 0)->begin, std::nullopt);
}

}  // namespace
}  // namespace quorum::openai_responses
