#include "dialects/bedrock/stream.hpp"

#include <gtest/gtest.h>

#include "sse/aws_frames.hpp"

namespace quorum::bedrock {
namespace {

using Deltas = std::vector<llm::Delta>;
using Events = std::vector<sse::Event>;

Result<Deltas> read(const Events& events) {
  StreamReader reader{"bedrock"};
  Deltas deltas;
  for (const auto& event : events) {
    if (auto outcome = reader.read(event.name, event.data, deltas); !outcome) {
      return outcome.error();
    }
  }
  if (auto outcome = reader.end(deltas); !outcome) return outcome.error();
  return deltas;
}

sse::Event delta(int index, std::string_view inner) {
  return {.name = "contentBlockDelta",
          .data = std::string{R"({"contentBlockIndex":)"}
                      .append(std::to_string(index))
                      .append(R"(,"delta":)")
                      .append(inner)
                      .append(R"(,"p":"abcd"})")};
}

sse::Event stop(int index) {
  return {.name = "contentBlockStop",
          .data = R"({"contentBlockIndex":)" + std::to_string(index) + "}"};
}

const sse::Event kStart{.name = "messageStart", .data = R"({"role":"assistant"})"};
const sse::Event kStop{.name = "messageStop", .data = R"({"stopReason":"tool_use"})"};
const sse::Event kMetadata{.name = "metadata",
                           .data = R"({"usage":{"inputTokens":3,"outputTokens":4,"totalTokens":7},)"
                                   R"("metrics":{"latencyMs":1}})"};

Events a_whole_stream() {
  return {kStart,
          delta(0, R"({"reasoningContent":{"text":"h"}})"),
          delta(0, R"({"reasoningContent":{"text":"m"}})"),
          delta(0, R"({"reasoningContent":{"signature":"S1"}})"),
          delta(0, R"({"reasoningContent":{"signature":"S2"}})"),
          stop(0),
          delta(1, R"({"reasoningContent":{"redactedContent":"R"}})"),
          stop(1),
          delta(2, R"({"text":"Äb"})"),
          delta(2, R"({"citation":{"title":"T"}})"),
          stop(2),
          {.name = "contentBlockStart",
           .data = R"({"contentBlockIndex":3,"start":{"toolUse":{"toolUseId":"1","name":"f"}}})"},
          delta(3, R"({"toolUse":{"input":"{\"a\":"}})"),
          delta(3, R"({"toolUse":{"input":"1}"}})"),
          stop(3),
          {.name = "contentBlockStart",
           .data = R"({"contentBlockIndex":4,"start":{"toolUse":{"toolUseId":"2","name":"g"}}})"},
          stop(4),
          kStop,
          kMetadata};
}

Deltas whole_deltas() {
  return {
      {.reasoning = "h"},
      {.reasoning = "m"},
      {.reasoning_seal = llm::Seal{.maker = llm::Maker::amazon, .data = "S1S2"}},
      {.reasoning_seal =
           llm::Seal{.maker = llm::Maker::amazon, .form = llm::Seal::Form::encrypted, .data = "R"}},
      {.text = "Äb"},
      {.citations = {{.title = "T",
                      .begin = 0,
                      .end = 2,
                      .raw = {.dialect = llm::Dialect::bedrock, .json = R"({"title":"T"})"}}}},
      {.tool_calls = {{.index = 0, .id = "1", .name = "f"}}},
      {.tool_calls = {{.index = 0, .arguments = R"({"a":)"}}},
      {.tool_calls = {{.index = 0, .arguments = "1}"}}},
      {.tool_calls = {{.index = 1, .id = "2", .name = "g"}}},
      {.tool_calls = {{.index = 1, .arguments = "{}"}}},
      {.finish = llm::Finish::tool_calls},
      {.usage = llm::Usage{.prompt = 3, .completion = 4}}};
}

TEST(Stream, ItIsReadEventByEvent) {
  const auto deltas = read(a_whole_stream());
  ASSERT_TRUE(deltas);
  EXPECT_EQ(*deltas, whole_deltas());
}

TEST(Stream, ItDoesNotDependOnTheCut) {
  std::string bytes;
  for (const auto& event : a_whole_stream()) sse::append_aws_event(bytes, event.name, event.data);
  const std::string_view view = bytes;
  for (std::size_t i = 0; i <= view.size(); ++i) {
    sse::AwsFrames frames{1 << 20};
    Events events;
    ASSERT_TRUE(frames.push(view.substr(0, i), events));
    // Cut before the model has stopped, it is an error.
    const bool has_stopped = !events.empty() && (events.back().name == "messageStop" ||
                                                 events.back().name == "metadata");
    EXPECT_EQ(read(events).has_value(), has_stopped) << "cut at " << i;
    ASSERT_TRUE(frames.push(view.substr(i), events));
    EXPECT_EQ(*read(events), whole_deltas()) << "cut at " << i;
  }
}

TEST(Stream, NothingCountsAfterItsEnd) {
  StreamReader reader{"bedrock"};
  Deltas deltas;
  ASSERT_TRUE(reader.read(kStop.name, kStop.data, deltas));
  EXPECT_FALSE(reader.is_done());
  ASSERT_TRUE(reader.read(kMetadata.name, kMetadata.data, deltas));
  EXPECT_TRUE(reader.is_done());
  ASSERT_TRUE(reader.read("throttlingException", "{}", deltas));
  EXPECT_EQ(deltas.size(), 2U);
}

TEST(Stream, AnIndexMayBeUsedAgain) {
  const sse::Event start{
      .name = "contentBlockStart",
      .data = R"({"contentBlockIndex":0,"start":{"toolUse":{"toolUseId":"1","name":"f"}}})"};
  const auto input = delta(0, R"({"toolUse":{"input":"{}"}})");
  const auto deltas = read({start, input, start, input, kStop});
  ASSERT_TRUE(deltas);
  EXPECT_EQ((*deltas)[3].tool_calls[0].index, 1U);
}

TEST(Stream, WhatOnlyTheVendorUnderstandsIsPassedOver) {
  const auto deltas =
      read({{.name = "contentBlockStart",
             .data = R"({"contentBlockIndex":0,"start":{"toolUse":{"toolUseId":"1","name":"s",)"
                     R"("type":"server_tool_use"}}})"},
            delta(0, R"({"toolUse":{"input":"{}"}})"),
            stop(0),
            {.name = "someNews", .data = "{}"},
            {.name = "contentBlockStart",
             .data = R"({"contentBlockIndex":1,"start":{"image":{"format":"png"}}})"},
            delta(1, R"({"image":{"source":{"bytes":"AAAA"}}})"),
            kStop});
  ASSERT_TRUE(deltas);
  ASSERT_EQ(deltas->size(), 2U);
  EXPECT_EQ(deltas->front().images[0].source.media_type, "image/png");
}

TEST(Stream, ExceptionsEndIt) {
  const auto failed = read({kStart,
                            delta(0, R"({"text":"a"})"),
                            {.name = "modelStreamErrorException", .data = R"({"message":"m"})"}});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, Errc::upstream_failed);
  EXPECT_EQ(read({{.name = "throttlingException", .data = "{}"}}).error().code, Errc::rate_limited);
  EXPECT_FALSE(read({{.name = "messageStop", .data = R"({"stopReason":"malformed_tool_use"})"}}));
  EXPECT_FALSE(read({{.name = "contentBlockDelta", .data = "{"}}));
}

}  // namespace
}  // namespace quorum::bedrock
