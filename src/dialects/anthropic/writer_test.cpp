#include "dialects/anthropic/writer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sse/parser.hpp"

namespace quorum::anthropic {
namespace {

using llm::Finish;
using llm::Maker;

const dialects::ReplyHead kHead{.id = "1", .model = "local/m"};

std::string written(const std::vector<llm::Delta>& deltas) {
  StreamWriter writer{kHead};
  std::string out;
  for (const auto& delta : deltas) writer.write(delta, out);
  writer.end(out);
  return out;
}

/// The events between the start and the end of the message, in short: `+0 {block}`, `0 {delta}`,
/// `-0`; then what `message_delta` says.
std::vector<std::string> told(const std::vector<llm::Delta>& deltas) {
  sse::Parser parser{1 << 20};
  std::vector<sse::Event> events;
  EXPECT_TRUE(parser.push(written(deltas), events));
  std::vector<std::string> lines;
  for (const auto& event : events) {
    const auto document = json::Document::parse(event.data);
    EXPECT_TRUE(document) << event.data;
    const auto root = document->root();
    EXPECT_EQ(root["type"].string(), event.name);
    const auto index = std::to_string(root["index"].integer().value_or(-1));
    if (event.name == "content_block_start") {
      lines.push_back("+" + index + " " + std::string{root["content_block"].raw()});
    } else if (event.name == "content_block_delta") {
      lines.push_back(index + " " + std::string{root["delta"].raw()});
    } else if (event.name == "content_block_stop") {
      lines.push_back("-" + index);
    } else if (event.name == "message_delta") {
      lines.emplace_back(root["delta"]["stop_reason"].string().value_or("null"));
    }
  }
  return lines;
}

using Lines = std::vector<std::string>;

llm::ToolCallDelta call(std::size_t index, std::string id, std::string name,
                        std::string arguments = "") {
  return {.index = index,
          .id = std::move(id),
          .name = std::move(name),
          .arguments = std::move(arguments)};
}

llm::ToolCallDelta more(std::size_t index, std::string arguments) {
  return {.index = index, .arguments = std::move(arguments)};
}

TEST(StreamWriter, WritesAnthropicsStream) {
  EXPECT_EQ(
      written({{.usage = llm::Usage{.prompt = 12, .completion = 1, .cached_read = 2}},
               {.text = "Hi \"you\""},
               {.finish = Finish::length,
                .usage = llm::Usage{.prompt = 12, .completion = 7, .cached_read = 2}}}),
      "event: message_start\n"
      R"(data: {"type":"message_start","message":{"id":"msg_1","type":"message",)"
      R"("role":"assistant","model":"local/m","content":[],"stop_reason":null,)"
      R"("stop_sequence":null,"stop_details":null,"usage":{"input_tokens":10,)"
      R"("cache_creation_input_tokens":null,"cache_read_input_tokens":2,"output_tokens":1}}})"
      "\n\n"
      "event: content_block_start\n"
      R"(data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}})"
      "\n\n"
      "event: content_block_delta\n"
      R"(data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta",)"
      R"("text":"Hi \"you\""}})"
      "\n\n"
      "event: content_block_stop\n"
      R"(data: {"type":"content_block_stop","index":0})"
      "\n\n"
      "event: message_delta\n"
      R"(data: {"type":"message_delta","delta":{"stop_reason":"max_tokens",)"
      R"("stop_sequence":null,"stop_details":null},"usage":{"input_tokens":10,)"
      R"("cache_creation_input_tokens":null,"cache_read_input_tokens":2,"output_tokens":7}})"
      "\n\n"
      "event: message_stop\n"
      R"(data: {"type":"message_stop"})"
      "\n\n");
}

TEST(StreamWriter, ThoughtsWordsAndCallsAreBlocksOneAfterTheOther) {
  EXPECT_EQ(told({{.reasoning = "hm"},
                  {.reasoning_seal = llm::Seal{.maker = Maker::anthropic, .data = "sig"}},
                  {.text = "a"},
                  {.text = "b", .tool_calls = {call(0, "t1", "f"), call(1, "t2", "g", "{}")}},
                  {.finish = Finish::tool_calls}}),
            (Lines{R"(+0 {"type":"thinking","thinking":"","signature":""})",
                   R"(0 {"type":"thinking_delta","thinking":"hm"})",
                   R"(0 {"type":"signature_delta","signature":"sig"})", "-0",
                   R"(+1 {"type":"text","text":""})", R"(1 {"type":"text_delta","text":"a"})",
                   R"(1 {"type":"text_delta","text":"b"})", "-1",
                   R"(+2 {"type":"tool_use","id":"t1","name":"f","input":{}})", "-2",
                   R"(+3 {"type":"tool_use","id":"t2","name":"g","input":{}})",
                   R"(3 {"type":"input_json_delta","partial_json":"{}"})", "-3", "tool_use"}));
}

TEST(StreamWriter, ACallWaitsUntilTheOneBeforeItIsComplete) {
  EXPECT_EQ(told({{.tool_calls = {call(0, "a", "f", "{\"x\"")}},
                  {.tool_calls = {call(1, "b", "g")}},
                  {.text = "w"},
                  {.tool_calls = {more(1, "{"), more(0, ":1}")}},
                  {.tool_calls = {more(1, "}")}},
                  {.finish = Finish::stop}}),
            (Lines{R"(+0 {"type":"tool_use","id":"a","name":"f","input":{}})",
                   R"(0 {"type":"input_json_delta","partial_json":"{\"x\""})",
                   R"(0 {"type":"input_json_delta","partial_json":":1}"})", "-0",
                   R"(+1 {"type":"tool_use","id":"b","name":"g","input":{}})",
                   R"(1 {"type":"input_json_delta","partial_json":"{"})",
                   R"(1 {"type":"input_json_delta","partial_json":"}"})", "-1",
                   R"(+2 {"type":"text","text":""})", R"(2 {"type":"text_delta","text":"w"})", "-2",
                   "tool_use"}));
}

TEST(StreamWriter, ACallThatIsNeverCompleteHoldsNothingBackForEver) {
  EXPECT_EQ(told({{.tool_calls = {call(0, "a", "f", "{")}},
                  {.tool_calls = {call(1, "b", "g", "{")}},
                  {.reasoning = "r"},
                  {.reasoning = "s"},
                  {.finish = Finish::length}}),
            (Lines{R"(+0 {"type":"tool_use","id":"a","name":"f","input":{}})",
                   R"(0 {"type":"input_json_delta","partial_json":"{"})", "-0",
                   R"(+1 {"type":"tool_use","id":"b","name":"g","input":{}})",
                   R"(1 {"type":"input_json_delta","partial_json":"{"})", "-1",
                   R"(+2 {"type":"thinking","thinking":"","signature":""})",
                   R"(2 {"type":"thinking_delta","thinking":"rs"})", "-2", "max_tokens"}));
}

TEST(StreamWriter, SealsOfOthersFindAPlace) {
  const llm::Seal google{.maker = Maker::google, .data = "g"};
  const llm::Seal openai{
      .maker = Maker::openai, .form = llm::Seal::Form::encrypted, .data = "o", .id = "rs_1"};
  auto signed_call = call(0, "a", "f", "{}");
  signed_call.seal = google;
  EXPECT_EQ(told({{.reasoning_seal = openai},
                  {.text = "t", .text_seal = google},
                  {.tool_calls = {signed_call}}}),
            (Lines{R"(+0 {"type":"redacted_thinking","data":"quorum.openai.e.rs_1.o"})", "-0",
                   R"(+1 {"type":"text","text":""})", R"(1 {"type":"text_delta","text":"t"})", "-1",
                   R"(+2 {"type":"thinking","thinking":"","signature":""})",
                   R"(2 {"type":"signature_delta","signature":"quorum.text.quorum.google.s..g"})",
                   "-2", R"(+3 {"type":"thinking","thinking":"","signature":""})",
                   R"(3 {"type":"signature_delta","signature":"quorum.call.quorum.google.s..g"})",
                   "-3", R"(+4 {"type":"tool_use","id":"a","name":"f","input":{}})",
                   R"(4 {"type":"input_json_delta","partial_json":"{}"})", "-4", "tool_use"}));
}

TEST(StreamWriter, HiddenThoughtsAreBlocksOfTheirOwn) {
  const llm::Seal hidden{
      .maker = Maker::anthropic, .form = llm::Seal::Form::encrypted, .data = "xyz"};
  EXPECT_EQ(told({{.reasoning = "a"}, {.reasoning_seal = hidden}, {.text = "b"}}),
            (Lines{R"(+0 {"type":"thinking","thinking":"","signature":""})",
                   R"(0 {"type":"thinking_delta","thinking":"a"})", "-0",
                   R"(+1 {"type":"redacted_thinking","data":"xyz"})", "-1",
                   R"(+2 {"type":"text","text":""})", R"(2 {"type":"text_delta","text":"b"})", "-2",
                   "end_turn"}));
}

TEST(StreamWriter, WhatFollowsACitedTextIsNotCited) {
  const llm::Citation citation{
      .raw = {.dialect = llm::Dialect::anthropic, .json = "{\"type\":\n\"page_location\"}"}};
  EXPECT_EQ(told({{.text = "a", .citations = {citation, citation}}, {.text = "b"}}),
            (Lines{R"(+0 {"type":"text","text":""})", R"(0 {"type":"text_delta","text":"a"})",
                   R"(0 {"type":"citations_delta","citation":{"type": "page_location"}})",
                   R"(0 {"type":"citations_delta","citation":{"type": "page_location"}})", "-0",
                   R"(+1 {"type":"text","text":""})", R"(1 {"type":"text_delta","text":"b"})", "-1",
                   "end_turn"}));
}

TEST(StreamWriter, TheProvidersOwnToolsAreStreamedAsTheyCame) {
  const llm::Opaque search{
      .dialect = llm::Dialect::anthropic,
      .json = "{\"type\":\"server_tool_use\",\n \"id\":\"s\",\"input\":{\"q\":\"x\"}}"};
  const llm::Opaque result{.dialect = llm::Dialect::anthropic,
                           .json = R"({"type":"web_search_tool_result","content":[]})"};
  const llm::Opaque foreign{.dialect = llm::Dialect::gemini, .json = "{}"};
  EXPECT_EQ(told({{.opaque = {search, foreign, result}}}),
            (Lines{R"(+0 {"type":"server_tool_use",  "id":"s","input":{}})",
                   R"(0 {"type":"input_json_delta","partial_json":"{\"q\":\"x\"}"})", "-0",
                   R"(+1 {"type":"web_search_tool_result","content":[]})", "-1", "end_turn"}));
}

TEST(StreamWriter, ARefusalIsSaidAndItsReasonTold) {
  EXPECT_EQ(told({{.refusal = "No."}, {.finish = Finish::stop}}),
            (Lines{R"(+0 {"type":"text","text":""})", R"(0 {"type":"text_delta","text":"No."})",
                   "-0", "refusal"}));
  const auto out = written({{.refusal = "Policy.", .finish = Finish::content_filter}});
  EXPECT_NE(out.find(R"("stop_details":{"type":"refusal","category":null,)"
                     R"("explanation":"Policy."})"),
            out.npos);
  EXPECT_EQ(out.find("text_delta"), out.npos);
}

TEST(StreamWriter, AnImageIsSaidInMarkdown) {
  EXPECT_EQ(told({{.images = {{.source = {.data = "QUJD", .media_type = "image/png"}}}}})[1],
            R"x(0 {"type":"text_delta","text":"![image](data:image/png;base64,QUJD)"})x");
}

TEST(StreamWriter, AnEmptyAnswerIsStillAMessage) {
  EXPECT_EQ(told({}), (Lines{"end_turn"}));
  EXPECT_EQ(told({{.finish = Finish::stop, .stop_sequence = "END"}}), (Lines{"stop_sequence"}));
  EXPECT_EQ(told({{.choice = 1, .text = "other"}}), (Lines{"end_turn"}));
}

TEST(StreamWriter, ExtensionsStandInTheFirstAndTheLastEvent) {
  const auto out = written({{.text = "a", .extension = R"({"n":1})"},
                            {.text = "b", .extension = R"({"n":2})"},
                            {.extension = R"({"n":3})"}});
  EXPECT_NE(out.find(R"("output_tokens":0}},"quorum":{"n":1}})"), out.npos) << out;
  EXPECT_EQ(out.find(R"({"n":2})"), out.npos);
  EXPECT_NE(out.find(R"("output_tokens":0},"quorum":{"n":3}})"), out.npos);
}

TEST(StreamWriter, ATierIsToldOnceWheneverItIsKnown) {
  const auto first = written({{.service_tier = "default"}, {.finish = Finish::stop}});
  EXPECT_NE(first.find(R"("output_tokens":0,"service_tier":"standard"}}})"), first.npos) << first;
  EXPECT_EQ(first.find("service_tier"), first.rfind("service_tier"));
  const auto last = written({{.text = "a"}, {.service_tier = "priority"}});
  EXPECT_NE(last.find(R"("output_tokens":0,"service_tier":"priority"}})"), last.npos) << last;
}

TEST(StreamWriter, AFailureIsTheLastEvent) {
  StreamWriter writer{kHead};
  std::string out;
  writer.write({.text = "a"}, out);
  out.clear();
  writer.fail({.code = Errc::upstream_failed, .message = "Broke."}, out);
  EXPECT_EQ(out,
            "event: error\n"
            R"(data: {"type":"error","error":{"type":"api_error","message":"Broke."},)"
            R"("request_id":null})"
            "\n\n");
}

}  // namespace
}  // namespace quorum::anthropic
