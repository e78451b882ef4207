#include "dialects/cohere/said.hpp"

#include <gtest/gtest.h>

namespace quorum::cohere {
namespace {

TEST(Said, EveryFinishHasItsWord) {
  using llm::Finish;
  EXPECT_EQ(finish_word(Finish::stop, "", Calls::none), "COMPLETE");
  EXPECT_EQ(finish_word(Finish::stop, "END", Calls::none), "STOP_SEQUENCE");
  EXPECT_EQ(finish_word(Finish::stop, "", Calls::some), "TOOL_CALL");
  EXPECT_EQ(finish_word(Finish::length, "", Calls::some), "MAX_TOKENS");
  EXPECT_EQ(finish_word(Finish::tool_calls, "", Calls::some), "TOOL_CALL");
  EXPECT_EQ(finish_word(Finish::content_filter, "", Calls::none), "ERROR_TOXIC");
  EXPECT_EQ(finish_word(Finish::error, "", Calls::none), "ERROR");
  EXPECT_EQ(finish_word(std::nullopt, "", Calls::none), "COMPLETE");
}

TEST(Said, NothingIsNotZero) {
  std::string out;
  json::Writer writer{out};
  write_usage(writer, {.prompt = 3, .completion = 2});
  EXPECT_EQ(out, R"({"billed_units":{"input_tokens":3,"output_tokens":2},)"
                 R"("tokens":{"input_tokens":3,"output_tokens":2}})");
  out.clear();
  json::Writer full{out};
  write_usage(full, {.prompt = 3, .completion = 2, .cached_read = 0, .reasoning = 1});
  EXPECT_EQ(out, R"({"billed_units":{"input_tokens":3,"output_tokens":2},)"
                 R"("tokens":{"input_tokens":3,"output_tokens":2,"reasoning_tokens":1},)"
                 R"("cached_tokens":0})");
}

TEST(Said, ACitationCountsTheCharactersOfItsPart) {
  ToldText told;
  told.add(1, "Grüße ");
  told.add(1, "😀");
  told.add(3, "aus Köln");
  const std::vector<llm::Citation> cited{
      {.url = "https://a.org", .title = "A", .quote = "q", .begin = 11, .end = 15},
      {.title = "B", .begin = 11, .end = 15},
      {.url = "https://c.org", .begin = 0, .end = 5},
      {.url = "https://d.org"}};
  EXPECT_EQ(told.cite(cited),
            (std::vector<std::string>{
                R"({"start":4,"end":8,"text":"Köln","content_index":3,"sources":[)"
                R"({"type":"document","id":"https://a.org","document":{"id":"https://a.org",)"
                R"("url":"https://a.org","title":"A","text":"q"}},)"
                R"({"type":"document","id":"doc:1","document":{"id":"doc:1","title":"B"}}],)"
                R"("type":"TEXT_CONTENT"})",
                R"({"start":0,"end":5,"text":"Grüße","content_index":1,"sources":[)"
                R"({"type":"document","id":"https://c.org","document":{"id":"https://c.org",)"
                R"("url":"https://c.org"}}],"type":"TEXT_CONTENT"})",
                R"({"sources":[{"type":"document","id":"https://d.org","document":{)"
                R"("id":"https://d.org","url":"https://d.org"}}],"type":"TEXT_CONTENT"})"}));
}

TEST(Said, PlacesFarFromTheFrontAreFound) {
  ToldText told;
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "ä";
  told.add(0, text + "wort" + text);
  const auto cited = told.cite(std::vector<llm::Citation>{
      {.begin = 1000, .end = 1004}, {.begin = 5000, .end = 9000}, {.begin = 9, .end = 3}});
  ASSERT_EQ(cited.size(), 3U);
  EXPECT_NE(cited[0].find(R"("text":"wort")"), std::string::npos) << cited[0];
  EXPECT_NE(cited[1].find(R"("text":"")"), std::string::npos) << cited[1];
  EXPECT_NE(cited[2].find(R"("text":"")"), std::string::npos) << cited[2];
  const auto empty = ToldText{}.cite(std::vector<llm::Citation>{{.begin = 0, .end = 1}});
  EXPECT_NE(empty.at(0).find(R"("text":"")"), std::string::npos);
}

TEST(Said, WhatCohereCitedKeepsItsSources) {
  const llm::Opaque raw{
      .dialect = llm::Dialect::cohere,
      .json = "{\"start\":1,\"sources\":[\n{\"type\":\"tool\"}],\"type\":\"PLAN\"}"};
  ToldText told;
  told.add(0, "abc");
  EXPECT_EQ(told.cite(std::vector<llm::Citation>{{.raw = raw}, {.raw = raw}}),
            std::vector<std::string>{R"({"start":1,"sources":[ {"type":"tool"}],"type":"PLAN"})"});
  EXPECT_EQ(told.cite(std::vector<llm::Citation>{{.begin = 1, .end = 2, .raw = raw}}),
            std::vector<std::string>{R"({"start":1,"end":2,"text":"b","content_index":0,)"
                                     R"("sources":[ {"type":"tool"}],"type":"TEXT_CONTENT"})"});
}

}  // namespace
}  // namespace quorum::cohere
