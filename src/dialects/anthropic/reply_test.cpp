#include "dialects/anthropic/reply.hpp"

#include <gtest/gtest.h>

#include "sse/parser.hpp"

namespace quorum::anthropic {
namespace {

using llm::Delta;
using llm::Finish;
using llm::Maker;
using Deltas = std::vector<Delta>;

Deltas whole(std::string_view content, std::string_view rest = R"("stop_reason":"end_turn")") {
  const auto read =
      read_reply("acme", R"({"content":[)" + std::string{content} + "]," + std::string{rest} + "}");
  EXPECT_TRUE(read) << (read ? "" : read.error().detail);
  if (!read) return {};
  return {read->begin() + 1, read->end() - 1};
}

/// Reads events given as their data alone; their type is in it.
struct Streamed {
  Deltas deltas{};
  Result<> outcome{};
};
Streamed streamed(const std::vector<std::string>& events) {
  StreamReader reader{"acme"};
  Streamed out;
  for (const auto& event : events) {
    if (out.outcome) out.outcome = reader.read("", event, out.deltas);
  }
  if (out.outcome) out.outcome = reader.end(out.deltas);
  return out;
}

std::string start(int index, std::string_view block) {
  return R"({"type":"content_block_start","index":)" + std::to_string(index) +
         R"(,"content_block":)" + std::string{block} + "}";
}
std::string delta(int index, std::string_view type, std::string_view member) {
  return R"({"type":"content_block_delta","index":)" + std::to_string(index) +
         R"(,"delta":{"type":")" + std::string{type} + "\"," + std::string{member} + "}  }";
}
std::string stop(int index) {
  return R"({"type":"content_block_stop","index":)" + std::to_string(index) + "   }";
}
const std::string kEnd =
    R"({"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{}})";
const std::string kStop = R"({"type":"message_stop"   })";

/// What a stream of these events and a proper end says before its finish.
Deltas said(std::vector<std::string> events) {
  events.push_back(kEnd);
  events.push_back(kStop);
  auto read = streamed(events);
  EXPECT_TRUE(read.outcome);
  EXPECT_EQ(read.deltas.back(), (Delta{.finish = Finish::stop}));
  read.deltas.pop_back();
  return read.deltas;
}

llm::Opaque own(std::string json) {
  return {.dialect = llm::Dialect::anthropic, .json = std::move(json)};
}

TEST(ReadReply, BlocksAreToldInTheirOrder) {
  EXPECT_EQ(whole(R"({"type":"thinking","thinking":"hm","signature":"sig"},
                     {"type":"redacted_thinking","data":"xyz"},
                     {"type":"text","text":"Hi"},
                     {"type":"tool_use","id":"t","name":"f","input":{"a": 1.0}},
                     {"type":"server_tool_use","id":"s","input":{}},
                     {"type":"tool_use","id":"u","name":"g","input":{}})"),
            (Deltas{{.reasoning = "hm"},
                    {.reasoning_seal = llm::Seal{.maker = Maker::anthropic, .data = "sig"}},
                    {.reasoning_seal = llm::Seal{.maker = Maker::anthropic,
                                                 .form = llm::Seal::Form::encrypted,
                                                 .data = "xyz"}},
                    {.text = "Hi"},
                    {.tool_calls = {{.id = "t", .name = "f", .arguments = R"({"a": 1.0})"}}},
                    {.opaque = {own(R"({"type":"server_tool_use","id":"s","input":{}})")}},
                    {.tool_calls = {{.index = 1, .id = "u", .name = "g", .arguments = "{}"}}}}));
}

TEST(ReadReply, SealsOfOthersComeBackToTheirPlaces) {
  const auto google = [](std::string data) {
    return llm::Seal{.maker = Maker::google, .data = std::move(data)};
  };
  EXPECT_EQ(
      whole(R"({"type":"text","text":"t"},
                     {"type":"thinking","thinking":"","signature":"quorum.text.quorum.google.s..a"},
                     {"type":"thinking","thinking":"","signature":"quorum.call.quorum.google.s..b"},
                     {"type":"tool_use","id":"t","name":"f","input":{}})"),
      (Deltas{{.text = "t"},
              {.text_seal = google("a")},
              {.tool_calls = {{.id = "t", .name = "f", .arguments = "{}", .seal = google("b")}}}}));
}

TEST(ReadReply, HeadAndEndAreTold) {
  const auto read = read_reply("acme", R"({"id":"msg_1","model":"claude-x","content":[],
      "stop_reason":"stop_sequence","stop_sequence":"END",
      "usage":{"input_tokens":1,"output_tokens":2,"service_tier":"standard"}})");
  EXPECT_EQ(*read, (Deltas{{.id = "msg_1", .model = "claude-x"},
                           {.finish = Finish::stop,
                            .stop_sequence = "END",
                            .usage = llm::Usage{.prompt = 1, .completion = 2},
                            .service_tier = "default"}}));
}

TEST(ReadReply, CitationsStandAtTheirTextsPlaces) {
  const auto read = whole(R"({"type":"text","text":"süß"},
      {"type":"text","text":"ab","citations":[{"type":"char_location","cited_text":"q",
       "document_title":"T"}]})");
  ASSERT_EQ(read.size(), 3U);
  ASSERT_EQ(read[2].citations.size(), 1U);
  const auto& citation = read[2].citations[0];
  EXPECT_EQ(citation.begin, 3);
  EXPECT_EQ(citation.end, 5);
  EXPECT_EQ(citation.title, "T");
  EXPECT_EQ(citation.quote, "q");
}

TEST(ReadReply, ARefusalTellsItsReason) {
  const auto read = read_reply("acme", R"({"content":[],"stop_reason":"refusal",
      "stop_details":{"type":"refusal","category":"bio","explanation":"Policy."}})");
  EXPECT_EQ(read->back(), (Delta{.refusal = "Policy.", .finish = Finish::content_filter}));
}

TEST(ReadReply, ErrorsAndGarbageAreErrors) {
  EXPECT_EQ(
      read_reply("acme", R"({"type":"error","error":{"type":"overloaded_error"}})").error().code,
      Errc::unavailable);
  for (const auto* body : {"", "{", "[]", "{}", R"({"content":"x"})", "null"}) {
    EXPECT_EQ(read_reply("acme", body).error().code, Errc::upstream_failed) << body;
  }
}

TEST(StreamReader, EveryKindOfBlockIsRead) {
  EXPECT_EQ(said({start(0, R"({"type":"thinking","thinking":"","signature":""})"),
                  delta(0, "thinking_delta", R"("thinking":"hm")"),
                  delta(0, "signature_delta", R"("signature":"sig")"), stop(0),
                  start(1, R"({"type":"text","text":""})"), R"({"type": "ping"})",
                  delta(1, "text_delta", R"("text":"Hi")"), stop(1),
                  start(2, R"({"type":"tool_use","id":"t","name":"f","input":{}})"),
                  delta(2, "input_json_delta", R"("partial_json":"")"),
                  delta(2, "input_json_delta", R"("partial_json":"{\"a\":")"),
                  delta(2, "input_json_delta", R"("partial_json":" 1}")"), stop(2)}),
            (Deltas{{.reasoning = "hm"},
                    {.reasoning_seal = llm::Seal{.maker = Maker::anthropic, .data = "sig"}},
                    {.text = "Hi"},
                    {.tool_calls = {{.id = "t", .name = "f"}}},
                    {.tool_calls = {{.arguments = "{\"a\":"}}},
                    {.tool_calls = {{.arguments = " 1}"}}}}));
}

TEST(StreamReader, ACallWithoutPiecesHasTheInputOfItsBegin) {
  EXPECT_EQ(said({start(0, R"({"type":"tool_use","id":"t","name":"f","input":{}})"), stop(0),
                  start(1, R"({"type":"tool_use","id":"u","name":"g","input":{"a":1}})")}),
            (Deltas{{.tool_calls = {{.id = "t", .name = "f"}}},
                    {.tool_calls = {{.arguments = "{}"}}},
                    {.tool_calls = {{.index = 1, .id = "u", .name = "g"}}},
                    {.tool_calls = {{.index = 1, .arguments = R"({"a":1})"}}}}));
}

TEST(StreamReader, TheProvidersOwnBlocksAreKeptWhole) {
  EXPECT_EQ(
      said({start(0, R"({"type":"server_tool_use","id":"s","name":"web_search","input":{}})"),
            delta(0, "input_json_delta", R"("partial_json":"{\"q\":")"),
            delta(0, "input_json_delta", R"("partial_json":"1}")"), stop(0),
            start(1, R"({"type":"web_search_tool_result","content":[1]})"), stop(1),
            start(2, R"({"type":"compaction","content":null})"),
            delta(2, "compaction_delta", R"("content":"7")"), stop(2)}),
      (Deltas{{.opaque = {own(
                   R"({"type":"server_tool_use","id":"s","name":"web_search","input":{"q":1}})")}},
              {.opaque = {own(R"({"type":"web_search_tool_result","content":[1]})")}},
              {.opaque = {own(R"({"type":"compaction","content":"7"})")}}}));
}

TEST(StreamReader, CitationsAreToldWhenTheirTextIs) {
  const auto read = said({start(0, R"({"type":"text","text":"ab"})"), stop(0),
                          start(1, R"({"type":"text","text":"","citations":[]})"),
                          delta(1, "citations_delta", R"("citation":{"url":"u"})"),
                          delta(1, "text_delta", R"("text":"cde")"), stop(1)});
  ASSERT_EQ(read.size(), 3U);
  EXPECT_EQ(read[1].text, "cde");
  EXPECT_EQ(read[2].citations,
            (std::vector<llm::Citation>{
                {.url = "u", .begin = 2, .end = 5, .raw = own(R"({"url":"u"})")}}));
}

TEST(StreamReader, LaterCountsReplaceEarlierOnes) {
  const auto read = streamed(
      {R"({"type":"message_start","message":{"id":"msg_1","model":"c",
           "usage":{"input_tokens":700,"cache_read_input_tokens":5,"output_tokens":1}}})",
       R"({"type":"message_delta","delta":{"stop_reason":"max_tokens","stop_sequence":null},
           "usage":{"output_tokens":31}})",
       kStop});
  ASSERT_TRUE(read.outcome);
  EXPECT_EQ(read.deltas,
            (Deltas{{.usage = llm::Usage{.prompt = 705, .completion = 1, .cached_read = 5},
                     .id = "msg_1",
                     .model = "c"},
                    {.finish = Finish::length,
                     .usage = llm::Usage{.prompt = 705, .completion = 31, .cached_read = 5}}}));
}

TEST(StreamReader, BlocksMayLieOpenSideBySideOrForEver) {
  EXPECT_EQ(said({start(0, R"({"type":"tool_use","id":"t","name":"f","input":{}})"),
                  start(1, R"({"type":"tool_use","id":"u","name":"g","input":{}})"),
                  delta(0, "input_json_delta", R"("partial_json":"{}")"),
                  delta(1, "input_json_delta", R"("partial_json":"[]")")}),
            (Deltas{{.tool_calls = {{.id = "t", .name = "f"}}},
                    {.tool_calls = {{.index = 1, .id = "u", .name = "g"}}},
                    {.tool_calls = {{.arguments = "{}"}}},
                    {.tool_calls = {{.index = 1, .arguments = "[]"}}}}));
  EXPECT_EQ(said({delta(7, "text_delta", R"("text":"lost?")")}), (Deltas{{.text = "lost?"}}));
}

TEST(StreamReader, WithoutAStopItWasCut) {
  EXPECT_EQ(streamed({}).outcome.error().code, Errc::upstream_failed);
  const auto cut = streamed({delta(0, "text_delta", R"("text":"a")"), kEnd});
  EXPECT_EQ(cut.outcome.error().message, "acme broke off in the middle of its answer.");
  const auto silent = streamed({kStop});
  EXPECT_TRUE(silent.outcome);
  EXPECT_EQ(silent.deltas, (Deltas{{.finish = Finish::stop}}));
}

TEST(StreamReader, AnErrorEndsTheAnswer) {
  const auto failed = streamed(
      {delta(0, "text_delta", R"("text":"a")"),
       R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})", kStop});
  EXPECT_EQ(failed.outcome.error().code, Errc::unavailable);
  StreamReader reader{"acme"};
  Deltas deltas;
  EXPECT_FALSE(reader.read("error", R"({"message":"?"})", deltas));
  EXPECT_FALSE(reader.read("", R"({"error":{"message":"?"}})", deltas));
  EXPECT_FALSE(reader.read("", "{", deltas));
  EXPECT_TRUE(reader.read("", "", deltas));
  EXPECT_TRUE(reader.read("x", "7", deltas));
}

TEST(StreamReader, WhatFollowsTheStopDoesNotCount) {
  StreamReader reader{"acme"};
  Deltas deltas;
  EXPECT_TRUE(reader.read("", kStop, deltas));
  EXPECT_TRUE(reader.is_done());
  EXPECT_TRUE(reader.read("", "garbage", deltas));
  EXPECT_EQ(deltas.size(), 1U);
}

TEST(StreamReader, OnlyPlainDeltasDoNotMatter) {
  const StreamReader reader{"acme"};
  const std::string plain =
      "event: content_block_delta\n"
      R"(data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"x"}})";
  EXPECT_FALSE(reader.outline(plain + "\n\n").may_matter);
  EXPECT_TRUE(reader.outline(plain + "\n").may_matter);
  EXPECT_TRUE(reader.outline(plain + "\nevent: error\n\n").may_matter);
  EXPECT_TRUE(reader.outline(plain + "\r\n\r\n").may_matter);
  EXPECT_TRUE(reader.outline("event: message_delta\ndata: {}\n\n").may_matter);
  EXPECT_TRUE(reader.outline("event: ping\ndata: {}\n\n").may_matter);
  EXPECT_TRUE(reader
                  .outline("event: content_block_delta\ndata: "
                           "{\"type\":\"content_block_delta\",\"error\":{}}\n\n")
                  .may_matter);
}

TEST(StreamReader, AProviderGoneMadCostsLittle) {
  StreamReader reader{"acme"};
  Deltas deltas;
  for (int i = 0; i < 5000; ++i) {
    ASSERT_TRUE(reader.read("", start(i, R"({"type":"tool_use","id":"t","name":"f"})"), deltas));
  }
  std::size_t highest = 0;
  for (const auto& each : deltas) highest = std::max(highest, each.tool_calls[0].index);
  EXPECT_EQ(highest, 511U);
}

}  // namespace
}  // namespace quorum::anthropic
