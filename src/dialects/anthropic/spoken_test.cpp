#include "dialects/anthropic/spoken.hpp"

#include <gtest/gtest.h>

namespace quorum::anthropic {
namespace {

std::string there_and_back(std::string_view arguments) {
  const auto document = json::Document::parse(input_of(arguments));
  return arguments_of(document->root());
}

TEST(Spoken, ArgumentsAreAnObjectAndComeBackAsTheyWere) {
  EXPECT_EQ(input_of(""), "{}");
  EXPECT_EQ(input_of(" \n"), "{}");
  EXPECT_EQ(input_of(R"( {"a": 1.0} )"), R"({"a": 1.0})");
  EXPECT_EQ(input_of("{\"a\":"), R"({"INVALID_JSON":"{\"a\":"})");
  EXPECT_EQ(input_of("[1]"), R"({"INVALID_JSON":"[1]"})");
  for (const auto* text : {"{}", R"({"a": 1.0})", "{\"a\":", "[1]", "free text", "null"}) {
    EXPECT_EQ(there_and_back(text), text);
  }
}

TEST(Spoken, ACallWithoutAnIdGetsOne) {
  const dialects::ReplyHead head{.id = "018f-a_b"};
  EXPECT_EQ(call_id_of(head, {.index = 2}), "toolu_018fab_2");
  EXPECT_EQ(call_id_of(head, {.id = "call_1"}), "call_1");
  EXPECT_EQ(call_id_of(head, {.id = "f:0"}), "toolu_quorum_f_3a0");
}

TEST(Spoken, CitationsOfOthersAreWrittenAsPagesFound) {
  EXPECT_EQ(citation_json({.url = "https://a.b", .title = "T", .quote = "Q"}),
            R"({"type":"web_search_result_location","cited_text":"Q","url":"https://a.b",)"
            R"("title":"T","encrypted_index":""})");
  EXPECT_EQ(citation_json({.title = "T", .quote = "Q"}),
            R"({"type":"char_location","cited_text":"Q","document_index":0,"document_title":"T",)"
            R"("start_char_index":0,"end_char_index":0})");
  constexpr std::string_view kOwn =
      R"({"type":"search_result_location","cited_text":"Q","source":"https://s","title":"T"})";
  const auto document = json::Document::parse(kOwn);
  const auto read = read_citation(document->root());
  EXPECT_EQ(read.url, "https://s");
  EXPECT_EQ(read.quote, "Q");
  EXPECT_EQ(citation_json(read), kOwn);
}

TEST(Spoken, AnObjectsEndIsSeenInPieces) {
  constexpr std::string_view kObject = R"({"a":"}\"]\\","b":[{}]})";
  ObjectEnd end;
  for (std::size_t i = 0; i < kObject.size(); ++i) {
    EXPECT_FALSE(end.is_reached()) << i;
    end.take(kObject.substr(i, 1));
  }
  EXPECT_TRUE(end.is_reached());
  ObjectEnd scalar;
  scalar.take("12 }");
  EXPECT_FALSE(scalar.is_reached());
}

}  // namespace
}  // namespace quorum::anthropic
