#include "dialects/cohere/writer.hpp"

#include <gtest/gtest.h>

#include "dialects/cohere/reply.hpp"
#include "json/value.hpp"
#include "sse/parser.hpp"
#include "testkit/answer.hpp"

namespace quorum::cohere {
namespace {

using Deltas = std::vector<llm::Delta>;

std::string streamed(const Deltas& deltas) {
  StreamWriter writer{{.id = "1", .model = "m"}};
  std::string out;
  for (const auto& delta : deltas) writer.write(delta, out);
  writer.end(out);
  return out;
}

std::string whole(const Deltas& deltas) {
  ReplyWriter writer{{.id = "1", .model = "m"}};
  for (const auto& delta : deltas) writer.add(delta);
  return writer.end();
}

/// The events' data, a line each.
std::string data_of(std::string_view stream) {
  sse::Parser parser{1 << 20};
  std::vector<sse::Event> events;
  EXPECT_TRUE(parser.push(stream, events));
  std::string all;
  for (const auto& event : events) {
    const bool is_named = event.data == "[DONE]" ||
                          event.data.find(R"("type":")" + event.name + '"') != event.data.npos;
    EXPECT_TRUE(is_named) << event.name << event.data;
    all += event.data + "\n";
  }
  return all;
}

constexpr std::string_view kStart =
    R"({"id":"1","type":"message-start","delta":{"message":{"role":"assistant","content":[],)"
    R"("tool_plan":"","tool_calls":[],"citations":[]}}})"
    "\n";

TEST(Writer, ThoughtsAndTextArePartsOneBehindTheOther) {
  const Deltas deltas{{.reasoning = "hm"},
                      {.reasoning = "."},
                      {.text = "Hi"},
                      {.text = "!"},
                      {.finish = llm::Finish::stop,
                       .usage = llm::Usage{.prompt = 3, .completion = 2, .cached_read = 1}}};
  EXPECT_EQ(
      data_of(streamed(deltas)),
      std::string{kStart} +
          R"({"type":"content-start","index":0,"delta":{"message":{"content":{"type":"thinkin)"
          R"(g","thinking":""}}}})"
          "\n"
          R"({"type":"content-delta","index":0,"delta":{"message":{"content":{"thinking":"hm")"
          R"(}}}})"
          "\n"
          R"({"type":"content-delta","index":0,"delta":{"message":{"content":{"thinking":"."})"
          R"(}}})"
          "\n"
          R"({"type":"content-end","index":0})"
          "\n"
          R"({"type":"content-start","index":1,"delta":{"message":{"content":{"type":"text",")"
          R"(text":""}}}})"
          "\n"
          R"({"type":"content-delta","index":1,"delta":{"message":{"content":{"text":"Hi"}}}})"
          "\n"
          R"({"type":"content-delta","index":1,"delta":{"message":{"content":{"text":"!"}}}})"
          "\n"
          R"({"type":"content-end","index":1})"
          "\n"
          R"({"type":"message-end","id":"1","delta":{"finish_reason":"COMPLETE","usage":{"bil)"
          R"(led_units":{"input_tokens":3,"output_tokens":2},"tokens":{"input_tokens":3,"outp)"
          R"(ut_tokens":2},"cached_tokens":1}}})"
          "\n"
          R"([DONE])"
          "\n");
  EXPECT_EQ(whole(deltas),
            R"({"id":"1","finish_reason":"COMPLETE","message":{"role":"assistant","content":[)"
            R"({"type":"thinking","thinking":"hm."},{"type":"text","text":"Hi!"}]},)"
            R"("usage":{"billed_units":{"input_tokens":3,"output_tokens":2},)"
            R"("tokens":{"input_tokens":3,"output_tokens":2},"cached_tokens":1}})");
}

/// The calls that a stream tells, one event a line.
std::string calls_of(std::string_view stream) {
  sse::Parser parser{1 << 20};
  std::vector<sse::Event> events;
  EXPECT_TRUE(parser.push(stream, events));
  std::string all;
  for (const auto& event : events) {
    if (!event.name.starts_with("tool-call")) continue;
    const auto data = json::Document::parse(event.data);
    EXPECT_TRUE(data);
    const auto call = data->root()["delta"]["message"]["tool_calls"];
    all += event.name.substr(10) + " " + std::string{data->root()["index"].raw()};
    for (const auto said : {call["id"], call["function"]["name"], call["function"]["arguments"]}) {
      if (said && said.string() != "") all += " " + std::string{*said.string()};
    }
    all += "\n";
  }
  return all;
}

TEST(Writer, CallsThatComeInterleavedAreToldOneAfterTheOther) {
  const Deltas deltas{{.tool_calls = {{.index = 0, .id = "a", .name = "f"}}},
                      {.tool_calls = {{.index = 1, .id = "b", .name = "g"}}},
                      {.tool_calls = {{.index = 1, .arguments = R"({"y")"}}},
                      {.tool_calls = {{.index = 0, .arguments = R"({"x":1})"}}},
                      {.tool_calls = {{.index = 1, .arguments = ":2}"}}},
                      {.tool_calls = {{.index = 2, .name = "h"}}},
                      {.finish = llm::Finish::tool_calls}};
  EXPECT_EQ(calls_of(streamed(deltas)),
            "start 0 a f\n"
            "delta 0 {\"x\":1}\n"
            "end 0\n"
            "start 1 b g\n"
            "delta 1 {\"y\"\n"
            "delta 1 :2}\n"
            "end 1\n"
            "start 2 call_1_2 h\n"
            "delta 2 {}\n"
            "end 2\n");
  EXPECT_TRUE(streamed(deltas).ends_with(
      "data: {\"type\":\"message-end\",\"id\":\"1\",\"delta\":{\"finish_reason\":\"TOOL_CALL\"}}"
      "\n\ndata: [DONE]\n\n"));

  EXPECT_EQ(whole(deltas),
            R"({"id":"1","finish_reason":"TOOL_CALL","message":{"role":"assistant","tool_calls":[)"
            R"({"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}},)"
            R"({"id":"b","type":"function","function":{"name":"g","arguments":"{\"y\":2}"}},)"
            R"({"id":"call_1_2","type":"function","function":{"name":"h","arguments":"{}"}}]}})");
}

TEST(Writer, WhatWaitsIsToldAtTheEndAtTheLatest) {
  const Deltas deltas{{.tool_calls = {{.index = 0, .id = "a", .name = "f", .arguments = "{"}}},
                      {.tool_calls = {{.index = 1, .id = "b", .name = "g", .arguments = "{}"}}},
                      {.tool_calls = {{.index = 2, .id = "c", .name = "h"}}},
                      {.tool_calls = {{.index = 2, .arguments = "[1"}}}};
  EXPECT_EQ(calls_of(streamed(deltas)),
            "start 0 a f\n"
            "delta 0 {\n"
            "end 0\n"
            "start 1 b g\n"
            "delta 1 {}\n"
            "end 1\n"
            "start 2 c h\n"
            "delta 2 [1\n"
            "end 2\n");
}

TEST(Writer, ACitationFollowsItsWords) {
  const Deltas deltas{{.text = "It is 7."},
                      {.citations = {{.url = "https://e.org", .begin = 6, .end = 7}}},
                      {.finish = llm::Finish::stop}};
  const auto out = data_of(streamed(deltas));
  EXPECT_NE(out.find(R"({"type":"citation-start","index":0,"delta":{"message":{"citations":{)"
                     R"("start":6,"end":7,"text":"7","content_index":0,"sources":[)"),
            std::string::npos)
      << out;
  EXPECT_NE(out.find("{\"type\":\"citation-end\",\"index\":0}\n"), std::string::npos) << out;
  EXPECT_NE(whole(deltas).find(R"("citations":[{"start":6,"end":7,"text":"7")"), std::string::npos);
}

TEST(Writer, EveryTokenHasItsLikelihood) {
  const Deltas deltas{
      {.text = "Hi!",
       .logprobs = {{.token = "Hi", .logprob = -0.5}, {.token = "!", .logprob = -1}}},
      {.text = "?", .logprobs = {{.token = "other", .logprob = -2}}}};
  const auto out = data_of(streamed(deltas));
  EXPECT_NE(out.find(R"("content":{"text":"Hi"}}},"logprobs":{"text":"Hi","token_ids":[],)"
                     R"("logprobs":[-0.5]}})"),
            std::string::npos)
      << out;
  EXPECT_NE(out.find(R"("content":{"text":"?"}}},"logprobs":{"text":"other")"), std::string::npos);
  EXPECT_NE(whole(deltas).find(R"("logprobs":[{"text":"Hi","token_ids":[],"logprobs":[-0.5]},)"),
            std::string::npos);
}

TEST(Writer, AFailureIsAnEndThatSaysSoAndNoProperOne) {
  StreamWriter writer{{.id = "1"}};
  std::string out;
  writer.write({.text = "a"}, out);
  out.clear();
  writer.fail({.code = Errc::upstream_failed, .message = "Cut."}, out);
  EXPECT_EQ(out,
            "event: message-end\ndata: {\"type\":\"message-end\",\"id\":\"1\",\"delta\":{"
            "\"finish_reason\":\"ERROR\",\"error\":\"Cut.\"}}\n\n");
}

TEST(Writer, OtherAnswersBesideTheFirstAreNotMixedIn) {
  const Deltas deltas{{.text = "a"}, {.choice = 1, .text = "b"}, {.refusal = "no"}};
  EXPECT_EQ(streamed(deltas).find("\"b\""), std::string::npos);
  EXPECT_NE(whole(deltas).find(R"({"type":"text","text":"ano"})"), std::string::npos);
}

TEST(Writer, AnEmptyAnswerIsOneToo) {
  EXPECT_EQ(data_of(streamed({})), std::string{kStart} + R"({"type":"message-end","id":"1",)"
                                                         R"("delta":{"finish_reason":"COMPLETE"}})"
                                                         "\n[DONE]\n");
  EXPECT_EQ(whole({}), R"({"id":"1","finish_reason":"COMPLETE","message":{"role":"assistant"}})");
}

TEST(Writer, ExtensionsStayOnOneLine) {
  const Deltas deltas{{.text = "a", .extension = "{\"x\":\n1}"}};
  EXPECT_NE(streamed(deltas).find("\"quorum\":{\"x\": 1}"), std::string::npos);
  EXPECT_NE(whole(deltas).find("\"quorum\":{"), std::string::npos);
}

testkit::Answer heard(const std::vector<std::string_view>& pieces) {
  sse::Parser parser{1 << 20};
  StreamReader reader{"acme"};
  std::vector<sse::Event> events;
  Deltas deltas;
  for (const auto piece : pieces) EXPECT_TRUE(parser.push(piece, events));
  for (const auto& event : events) EXPECT_TRUE(reader.read(event.name, event.data, deltas));
  EXPECT_TRUE(reader.end(deltas));
  return testkit::add_up(deltas);
}

Deltas everything() {
  return {{.reasoning = "Grüße?",
           .reasoning_seal = llm::Seal{.maker = llm::Maker::anthropic, .data = "abc"}},
          {.text = "Grüße 🌍\n\"x\""},
          {.citations = {{.title = "T", .quote = "q", .begin = 0, .end = 5}}},
          {.reasoning = "more"},
          {.text = "é"},
          {.tool_calls = {{.index = 0,
                           .id = "a",
                           .name = "f",
                           .arguments = R"({"k":"\u00e9"})",
                           .seal = llm::Seal{.maker = llm::Maker::google, .data = "xyz"}}}},
          {.tool_calls = {{.index = 1, .id = "b", .name = "g", .arguments = "{}"}}},
          {.finish = llm::Finish::tool_calls,
           .usage = llm::Usage{.prompt = 5, .completion = 7, .cached_read = 2, .reasoning = 1},
           .id = "1"}};
}

/// Written, cut at every byte and read, an answer is what it was.
TEST(Writer, WhatIsWrittenIsReadBackWhereverItIsCut) {
  const auto deltas = everything();
  auto expected = testkit::add_up(deltas);
  const auto out = streamed(deltas);
  const auto read = heard({out});
  ASSERT_EQ(read.citations.size(), 1U);
  EXPECT_EQ(read.citations[0].title, "T");
  EXPECT_EQ(read.citations[0].begin, 0);
  EXPECT_EQ(read.citations[0].end, 5);
  expected.citations = read.citations;
  EXPECT_EQ(read, expected);
  const std::string_view view{out};
  for (std::size_t cut = 0; cut <= view.size(); ++cut) {
    ASSERT_EQ(heard({view.substr(0, cut), view.substr(cut)}), expected) << cut;
  }
  const auto back = read_reply("acme", whole(deltas));
  ASSERT_TRUE(back);
  const auto added = testkit::add_up(*back);
  expected.citations = added.citations;
  EXPECT_EQ(added, expected);
}

}  // namespace
}  // namespace quorum::cohere
