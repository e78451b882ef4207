#include "dialects/openai_chat/reply_writer.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::openai_chat {
namespace {

const dialects::ReplyHead kHead{.id = "1", .model = "local/m", .created_ms = 17'000};

std::string written(const std::vector<llm::Delta>& deltas) {
  ReplyWriter writer{kHead};
  for (const auto& delta : deltas) writer.add(delta);
  return writer.end();
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

TEST(ReplyWriter, OldClientsAreToldOfOneCallAsTheyKnowIt) {
  auto head = kHead;
  head.has_old_calls = true;
  ReplyWriter writer{head};
  writer.add({.tool_calls = {{.index = 0, .id = "a", .name = "f", .arguments = "{}"}}});
  writer.add({.tool_calls = {{.index = 1, .id = "b", .name = "g", .arguments = "{}"}}});
  const auto out = writer.end();
  EXPECT_NE(out.find(R"("content":null,"refusal":null,)"
                     R"("function_call":{"name":"f","arguments":"{}"}},)"
                     R"("logprobs":null,"finish_reason":"function_call"})"),
            out.npos)
      << out;
}

TEST(ReplyWriter, ThoughtsKeepTheirSeals) {
  const auto out = written({{.reasoning = "a"},
                            {.reasoning_seal = llm::Seal{.maker = llm::Maker::openai,
                                                         .form = llm::Seal::Form::encrypted,
                                                         .data = "D",
                                                         .id = "rs_1"}},
                            {.reasoning = "b"},
                            {.text = "x"}});
  EXPECT_NE(out.find(R"("reasoning_content":"ab","reasoning_details":[)"
                     R"({"type":"reasoning.summary","summary":"a",)"
                     R"("format":"openai-responses-v1","index":0},)"
                     R"({"type":"reasoning.encrypted","data":"D","id":"rs_1",)"
                     R"("format":"openai-responses-v1","index":0},)"
                     R"({"type":"reasoning.text","text":"b","format":"unknown","index":1}])"),
            std::string::npos)
      << out;
}

TEST(ReplyWriter, SeveralAnswersStandInTheirOrder) {
  const auto out = written({{.choice = 1, .text = "b"}, {.choice = 0, .text = "a"}});
  EXPECT_LT(out.find(R"({"index":0,"message":{"role":"assistant","content":"a")"),
            out.find(R"({"index":1,"message":{"role":"assistant","content":"b")"));
}

TEST(ReplyWriter, TellsTheTierAndWhatEndedTheAnswer) {
  const auto out = written({{.text = "x",
                             .finish = llm::Finish::stop,
                             .stop_sequence = "END",
                             .service_tier = "standard"}});
  EXPECT_NE(out.find(R"("finish_reason":"stop","stop_reason":"END"}])"), std::string::npos) << out;
  EXPECT_NE(out.find(R"("service_tier":"default")"), std::string::npos) << out;
}

}  // namespace
}  // namespace quorum::openai_chat
