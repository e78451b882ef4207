#include "dialects/anthropic/reply_writer.hpp"

#include <gtest/gtest.h>

#include "json/value.hpp"

namespace quorum::anthropic {
namespace {

using llm::Finish;
using llm::Maker;

std::string written(const std::vector<llm::Delta>& deltas) {
  ReplyWriter writer{{.id = "1", .model = "local/m"}};
  for (const auto& delta : deltas) writer.add(delta);
  return writer.end();
}

std::string member(const std::vector<llm::Delta>& deltas, const char* name) {
  const auto document = json::Document::parse(written(deltas));
  EXPECT_TRUE(document) << written(deltas);
  return document ? std::string{document->root()[name].raw()} : "";
}

TEST(ReplyWriter, WritesAnthropicsMessage) {
  EXPECT_EQ(written({{.text = "Hi "},
                     {.text = "you"},
                     {.finish = Finish::stop,
                      .stop_sequence = "END",
                      .usage = llm::Usage{.prompt = 3, .completion = 2},
                      .service_tier = "default",
                      .extension = R"({"a":1})"}}),
            R"({"id":"msg_1","type":"message","role":"assistant","model":"local/m",)"
            R"("content":[{"type":"text","text":"Hi you"}],"stop_reason":"stop_sequence",)"
            R"("stop_sequence":"END","stop_details":null,"usage":{"input_tokens":3,)"
            R"("cache_creation_input_tokens":null,"cache_read_input_tokens":null,)"
            R"("output_tokens":2,"service_tier":"standard"},"quorum":{"a":1}})");
}

TEST(ReplyWriter, BlocksStandInTheOrderInWhichTheyWereSaid) {
  EXPECT_EQ(member({{.reasoning = "h"},
                    {.reasoning = "m",
                     .reasoning_seal = llm::Seal{.maker = Maker::anthropic, .data = "s"}},
                    {.reasoning = "again"},
                    {.text = "t"},
                    {.tool_calls = {{.index = 0, .id = "f:0", .name = "f", .arguments = "{\"a\""},
                                    {.index = 1, .name = "g"}}},
                    {.tool_calls = {{.index = 0, .arguments = ":1}"}}},
                    {.text = "u"}},
                   "content"),
            R"([{"type":"thinking","thinking":"hm","signature":"s"},)"
            R"({"type":"thinking","thinking":"again","signature":""},{"type":"text","text":"t"},)"
            R"({"type":"tool_use","id":"toolu_quorum_f_3a0","name":"f","input":{"a":1}},)"
            R"({"type":"tool_use","id":"toolu_msg1_1","name":"g","input":{}},)"
            R"({"type":"text","text":"u"}])");
}

TEST(ReplyWriter, ArgumentsThatAreNoObjectAreWrapped) {
  EXPECT_EQ(member({{.tool_calls = {{.id = "a", .name = "f", .arguments = "{\"cut"}}}}, "content"),
            R"([{"type":"tool_use","id":"a","name":"f","input":{"INVALID_JSON":"{\"cut"}}])");
}

TEST(ReplyWriter, TextsAreSplitWhereCitationsBeginAndEnd) {
  const auto cite = [](std::string_view json, std::int64_t begin, std::int64_t end) {
    return llm::Citation{.begin = begin,
                         .end = end,
                         .raw = {.dialect = llm::Dialect::anthropic, .json = std::string{json}}};
  };
  EXPECT_EQ(member({{.text = "süß and sour"}, {.citations = {cite("1", 0, 3), cite("2", 8, 12)}}},
                   "content"),
            R"([{"citations":[1],"type":"text","text":"süß"},{"type":"text","text":" and "},)"
            R"({"citations":[2],"type":"text","text":"sour"}])");
  EXPECT_EQ(member({{.text = "abc"}, {.citations = {cite("1", 0, 2), cite("2", 1, 3)}}}, "content"),
            R"([{"citations":[1],"type":"text","text":"a"},)"
            R"({"citations":[1,2],"type":"text","text":"b"},)"
            R"({"citations":[2],"type":"text","text":"c"}])");
  // Behind a call the places still count from the answer's begin.
  EXPECT_EQ(member({{.text = "ab", .tool_calls = {{.id = "t", .name = "f"}}},
                    {.text = "cd", .citations = {cite("1", 2, 3)}}},
                   "content"),
            R"([{"type":"text","text":"ab"},{"type":"tool_use","id":"t","name":"f","input":{}},)"
            R"({"citations":[1],"type":"text","text":"c"},{"type":"text","text":"d"}])");
}

TEST(ReplyWriter, CitationsWithoutAPlaceOrBeyondEveryOneLoseNothing) {
  EXPECT_EQ(member({{.text = "ab", .citations = {{.url = "u"}}}}, "content"),
            R"([{"citations":[{"type":"web_search_result_location","cited_text":"","url":"u",)"
            R"("title":"","encrypted_index":""}],"type":"text","text":"ab"}])");
  for (const auto begin : {-5, 0, 2, 7}) {
    const auto content = member(
        {{.text = "ab", .citations = {{.url = "u", .begin = begin, .end = begin}}}}, "content");
    EXPECT_NE(content.find(R"("url":"u")"), content.npos) << begin << content;
  }
}

TEST(ReplyWriter, AProviderGoneMadCostsLittle) {
  llm::Delta delta{.text = std::string(1000, 'x')};
  for (int i = 0; i < 20'000; ++i) {
    delta.citations.push_back({.url = "u", .begin = i % 1000, .end = i % 1000 + 1});
  }
  EXPECT_EQ(member({delta}, "stop_reason"), R"("end_turn")");
}

TEST(ReplyWriter, SealsOfOthersFindAPlace) {
  const llm::Seal google{.maker = Maker::google, .data = "g"};
  EXPECT_EQ(member({{.text = "t", .text_seal = google},
                    {.tool_calls = {{.id = "a", .name = "f", .seal = google}}},
                    {.reasoning_seal = llm::Seal{.maker = Maker::anthropic,
                                                 .form = llm::Seal::Form::encrypted,
                                                 .data = "x"}}},
                   "content"),
            R"([{"type":"text","text":"t"},{"type":"thinking","thinking":"",)"
            R"("signature":"quorum.text.quorum.google.s..g"},{"type":"thinking","thinking":"",)"
            R"("signature":"quorum.call.quorum.google.s..g"},)"
            R"({"type":"tool_use","id":"a","name":"f","input":{}},)"
            R"({"type":"redacted_thinking","data":"x"}])");
}

TEST(ReplyWriter, RefusalsAndWhatOnlyAnthropicCanSay) {
  EXPECT_EQ(member({{.refusal = "No.", .finish = Finish::stop}}, "stop_reason"), R"("refusal")");
  EXPECT_EQ(member({{.refusal = "No.", .finish = Finish::stop}}, "content"),
            R"([{"type":"text","text":"No."}])");
  EXPECT_EQ(member({{.refusal = "P", .finish = Finish::content_filter}}, "stop_details"),
            R"({"type":"refusal","category":null,"explanation":"P"})");
  EXPECT_EQ(member({{.opaque = {{.dialect = llm::Dialect::anthropic, .json = R"({"type":"x"})"},
                                {.dialect = llm::Dialect::gemini, .json = "{}"}}}},
                   "content"),
            R"([{"type":"x"}])");
  EXPECT_EQ(member({}, "content"), "[]");
  EXPECT_EQ(member({}, "stop_reason"), R"("end_turn")");
}

}  // namespace
}  // namespace quorum::anthropic
