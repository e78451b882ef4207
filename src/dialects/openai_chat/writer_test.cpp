#include "dialects/openai_chat/writer.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace quorum::openai_chat {
namespace {

const ReplyHead kHead{.id = "1", .model = "local/m", .created_ms = 17'000};
constexpr std::string_view kStart =
    R"(data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":17,"model":"local/m",)";
constexpr std::string_view kRole =
    R"("choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},)"
    R"("logprobs":null,"finish_reason":null}]})";

std::string chunk(std::string_view rest) { return std::string{kStart}.append(rest) + "\n\n"; }

std::string delta(std::string_view members, std::string_view finish = "null") {
  return chunk(R"("choices":[{"index":0,"delta":{)" + std::string{members} +
               R"(},"logprobs":null,"finish_reason":)" + std::string{finish} + "}]}");
}

std::string written(const std::vector<llm::Delta>& deltas, ReplyHead head = kHead) {
  StreamWriter writer{std::move(head)};
  std::string out;
  for (const auto& each : deltas) writer.write(each, out);
  writer.end(out);
  return out;
}

TEST(StreamWriter, WritesOpenAisStream) {
  EXPECT_EQ(written({{.text = "Hi \"you\""},
                     {.reasoning = "hm", .text = "!"},
                     {.finish = llm::Finish::length},
                     {.usage = llm::Usage{.prompt = 1}}}),
            chunk(kRole) + delta(R"("content":"Hi \"you\"")") +
                delta(R"("reasoning_content":"hm","content":"!")") + delta("", R"("length")") +
                "data: [DONE]\n\n");
}

TEST(StreamWriter, UsageComesLastAndOnlyToThoseWhoAsked) {
  auto head = kHead;
  head.include_usage = true;
  const auto out = written({{.text = "x", .usage = llm::Usage{.prompt = 1, .completion = 1}},
                            {.usage = llm::Usage{.prompt = 1, .completion = 2}}},
                           head);
  const auto tail =
      chunk(R"("choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}})");
  EXPECT_TRUE(out.ends_with(tail + "data: [DONE]\n\n")) << out;
  EXPECT_NE(out.find(R"("finish_reason":"stop"}],"usage":null})"), std::string::npos) << out;
}

TEST(StreamWriter, AToolCallIsNamedOnce) {
  const auto out =
      written({{.tool_calls = {{.index = 0, .id = "a", .name = "f", .arguments = "{"}}},
               {.tool_calls = {{.index = 0, .arguments = "}"}, {.index = 1, .name = "g"}}}});
  EXPECT_EQ(out, chunk(kRole) +
                     delta(R"("tool_calls":[{"index":0,"id":"a","type":"function",)"
                           R"("function":{"name":"f","arguments":"{"}}])") +
                     delta(R"("tool_calls":[{"index":0,"function":{"arguments":"}"}},)"
                           R"({"index":1,"id":"call_chatcmpl1_1","type":"function",)"
                           R"("function":{"name":"g","arguments":""}}])") +
                     delta("", R"("tool_calls")") + "data: [DONE]\n\n");
}

TEST(StreamWriter, AnExtensionRidesOnItsOwnChunk) {
  const auto out = written({{.extension = R"({"debate_id":"d"})"},
                            {.finish = llm::Finish::stop, .extension = R"({"verdict":1})"}});
  EXPECT_NE(
      out.find(R"("delta":{},"logprobs":null,"finish_reason":null}],"quorum":{"debate_id":"d"}})"),
      std::string::npos)
      << out;
  EXPECT_NE(out.find(R"("finish_reason":"stop"}],"quorum":{"verdict":1}})"), std::string::npos);
}

TEST(StreamWriter, AnEmptyAnswerIsStillAnAnswer) {
  EXPECT_EQ(written({}), chunk(kRole) + delta("", R"("stop")") + "data: [DONE]\n\n");
}

TEST(StreamWriter, WritesLogprobsWithTheirBytes) {
  const auto out = written(
      {{.text = "é",
        .logprobs = {
            {.token = "é",
             .logprob = -0.5,
             .top = {{.token = "e", .logprob = -std::numeric_limits<double>::infinity()}}}}}});
  EXPECT_NE(out.find(R"("logprobs":{"content":[{"token":"é","logprob":-0.5,"bytes":[195,169],)"
                     R"("top_logprobs":[{"token":"e","logprob":-9999,"bytes":[101]}]}],)"
                     R"("refusal":null})"),
            std::string::npos)
      << out;
}

TEST(StreamWriter, AFailedStreamHasNoDone) {
  std::string out;
  StreamWriter(kHead).fail({.code = Errc::upstream_failed, .message = "Cut."}, out);
  EXPECT_EQ(out,
            "data: {\"error\":{\"message\":\"Cut.\",\"type\":\"server_error\",\"param\":null,"
            "\"code\":\"upstream_failed\"}}\n\n");
}

TEST(ReplyWriter, GathersTheDeltas) {
  ReplyWriter writer{kHead};
  for (const auto& each : std::vector<llm::Delta>{
           {.text = "Hi"},
           {.reasoning = "hm", .text = "!"},
           {.finish = llm::Finish::length, .usage = llm::Usage{.prompt = 7, .completion = 2}},
           {.extension = R"({"debate_id":"d"})"}}) {
    writer.add(each);
  }
  EXPECT_EQ(writer.end(),
            R"({"id":"chatcmpl-1","object":"chat.completion","created":17,"model":"local/m",)"
            R"("choices":[{"index":0,"message":{"role":"assistant","content":"Hi!",)"
            R"("refusal":null,"reasoning_content":"hm"},"logprobs":null,)"
            R"("finish_reason":"length"}],"usage":{"prompt_tokens":7,"completion_tokens":2,)"
            R"("total_tokens":9},"quorum":{"debate_id":"d"}})");
}

TEST(ReplyWriter, CallsWithoutWordsHaveNullContent) {
  ReplyWriter writer{kHead};
  writer.add({.tool_calls = {{.index = 0, .id = "a", .name = "f", .arguments = "{"}}});
  writer.add({.tool_calls = {{.index = 0, .arguments = "}"}}});
  EXPECT_EQ(writer.end(),
            R"({"id":"chatcmpl-1","object":"chat.completion","created":17,"model":"local/m",)"
            R"("choices":[{"index":0,"message":{"role":"assistant","content":null,)"
            R"("refusal":null,"tool_calls":[{"id":"a","type":"function",)"
            R"("function":{"name":"f","arguments":"{}"}}]},"logprobs":null,)"
            R"("finish_reason":"tool_calls"}]})");
}

}  // namespace
}  // namespace quorum::openai_chat
