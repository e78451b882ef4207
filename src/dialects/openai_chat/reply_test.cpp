#include "dialects/openai_chat/reply.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace quorum::openai_chat {
namespace {

/// All that one stream of `data` texts says, added up.
struct Heard {
  std::string text, reasoning, refusal;
  std::vector<llm::ToolCallDelta> calls;
  std::vector<llm::Finish> finishes;
  std::optional<llm::Usage> usage;
  std::string id, model;
  std::optional<Error> error;
};

void add(Heard& heard, const std::vector<llm::Delta>& deltas) {
  for (const auto& delta : deltas) {
    heard.text += delta.text;
    heard.reasoning += delta.reasoning;
    heard.refusal += delta.refusal;
    heard.id += delta.id;
    heard.model += delta.model;
    if (delta.finish) heard.finishes.push_back(*delta.finish);
    if (delta.usage) heard.usage = delta.usage;
    for (const auto& call : delta.tool_calls) {
      if (call.index >= heard.calls.size()) heard.calls.resize(call.index + 1);
      auto& whole = heard.calls[call.index];
      whole.index = call.index;
      whole.id += call.id;
      whole.name += call.name;
      whole.arguments += call.arguments;
    }
  }
}

Heard hear(const std::vector<std::string>& events, std::string_view name = "") {
  StreamReader reader{"acme"};
  Heard heard;
  std::vector<llm::Delta> deltas;
  for (const auto& data : events) {
    if (auto read = reader.read(name, data, deltas); !read) {
      heard.error = read.error();
      break;
    }
  }
  if (!heard.error) {
    if (auto ended = reader.end(deltas); !ended) heard.error = ended.error();
  }
  add(heard, deltas);
  return heard;
}

std::string delta(std::string_view members, std::string_view finish = "null") {
  return R"({"id":"c1","model":"m-1","choices":[{"index":0,"delta":{)" + std::string{members} +
         R"(},"finish_reason":)" + std::string{finish} + "}]}";
}

TEST(StreamReader, ReadsOpenAisOwnStream) {
  const auto heard =
      hear({delta(R"("role":"assistant","content":"")"), delta(R"("content":"Hel")"),
            delta(R"("content":"lo")"), delta("", R"("stop")"),
            R"({"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2}})", "[DONE]"});
  EXPECT_EQ(heard.text, "Hello");
  EXPECT_EQ(heard.finishes, (std::vector{llm::Finish::stop}));
  EXPECT_EQ(heard.usage, (llm::Usage{.prompt = 7, .completion = 2}));
  EXPECT_EQ(heard.id, "c1");
  EXPECT_EQ(heard.model, "m-1");
  EXPECT_FALSE(heard.error);
}

TEST(StreamReader, AFinishSaidTwiceIsToldOnceAndOneNeverSaidIsAdded) {
  const auto twice = hear({delta("", R"("stop")"), delta(R"("content":"x")", R"("stop")")});
  EXPECT_EQ(twice.finishes, (std::vector{llm::Finish::stop}));
  EXPECT_EQ(twice.text, "x");
  const auto never = hear({delta(R"("content":"x")", "null"), "[DONE]"});
  EXPECT_EQ(never.finishes, (std::vector{llm::Finish::stop}));
  const auto calls = hear({delta(R"("tool_calls":[{"function":{"name":"f"}}])"), "[DONE]"});
  EXPECT_EQ(calls.finishes, (std::vector{llm::Finish::tool_calls}));
  EXPECT_EQ(hear({delta("", R"("")"), "[DONE]"}).finishes.size(), 1U);
}

TEST(StreamReader, AStreamWithoutAnyEndWasCut) {
  const auto cut = hear({delta(R"("content":"Hal")")});
  EXPECT_EQ(cut.text, "Hal");
  ASSERT_TRUE(cut.error);
  EXPECT_EQ(cut.error->code, Errc::upstream_failed);
  EXPECT_TRUE(hear({}).error);
  EXPECT_TRUE(hear({"[DONE]"}).error);
  // Usage in every chunk is no end; usage alone is.
  EXPECT_TRUE(
      hear({R"({"choices":[{"delta":{"content":"x"}}],"usage":{"prompt_tokens":1}})"}).error);
  EXPECT_FALSE(hear({R"({"choices":[],"usage":{"prompt_tokens":1}})"}).error);
  EXPECT_FALSE(hear({delta("", R"("stop")")}).error);
}

TEST(StreamReader, NothingCountsAfterDone) {
  EXPECT_EQ(hear({delta(R"("content":"a")"), "[DONE]", delta(R"("content":"b")"), "}"}).text, "a");
}

TEST(StreamReader, EveryShapeOfErrorEndsTheAnswer) {
  for (const std::string_view error :
       {R"({"error":{"message":"overloaded"}})", R"({"error":"overloaded"})", R"({"error":7})",
        R"({"object":"error","message":"x"})",
        R"({"id":"c","choices":[{"delta":{},"finish_reason":"error"}]})"}) {
    const auto heard = hear({delta(R"("content":"a")"), std::string{error}, "[DONE]"});
    EXPECT_EQ(heard.text, "a");
    ASSERT_TRUE(heard.error) << error;
    EXPECT_EQ(heard.error->code, Errc::upstream_failed) << error;
  }
  EXPECT_TRUE(hear({R"({"message":"x"})"}, "error").error);
  EXPECT_TRUE(hear({"not json"}).error);
  EXPECT_FALSE(hear({R"({"error":null,"choices":[]})", "[DONE]"}).error);
}

TEST(StreamReader, ReadsReasoningUnderEveryName) {
  EXPECT_EQ(hear({delta(R"("reasoning_content":"a")"), "[DONE]"}).reasoning, "a");
  EXPECT_EQ(
      hear({delta(R"("reasoning":"a","reasoning_details":[{"text":"a"}])"), "[DONE]"}).reasoning,
      "a");
  EXPECT_EQ(hear({delta(R"("reasoning_details":[{"type":"reasoning.text","text":"a"},
                            {"type":"reasoning.summary","summary":"b"}])"),
                  "[DONE]"})
                .reasoning,
            "ab");
  const auto parts = hear({delta(R"("content":[{"type":"thinking","thinking":[
      {"type":"text","text":"hm"}]},{"type":"text","text":"Yes"}])"),
                           "[DONE]"});
  EXPECT_EQ(parts.reasoning, "hm");
  EXPECT_EQ(parts.text, "Yes");
}

TEST(StreamReader, MergesToolCallsHoweverTheyAreNumbered) {
  const auto piece = [](std::string_view calls) {
    return delta(R"("tool_calls":[)" + std::string{calls} + "]");
  };
  const std::vector<llm::ToolCallDelta> expected{
      {.index = 0, .id = "a", .name = "f", .arguments = "{}"},
      {.index = 1, .id = "b", .name = "g", .arguments = "[1]"}};
  // By index, in turns.
  EXPECT_EQ(hear({piece(R"({"index":0,"id":"a","function":{"name":"f","arguments":"{"}})"),
                  piece(R"({"index":1,"id":"b","function":{"name":"g","arguments":"["}})"),
                  piece(R"({"index":0,"function":{"arguments":"}"}})"),
                  piece(R"({"index":1,"function":{"arguments":"1]"}})"), "[DONE]"})
                .calls,
            expected);
  // By id alone, or by nothing but their order.
  EXPECT_EQ(hear({piece(R"({"id":"a","function":{"name":"f","arguments":"{"}})"),
                  piece(R"({"id":"a","function":{"arguments":"}"}})"),
                  piece(R"({"id":"b","function":{"name":"g","arguments":"["}})"),
                  piece(R"({"function":{"arguments":"1]"}})"), "[DONE]"})
                .calls,
            expected);
  // Two calls that share a number.
  EXPECT_EQ(hear({piece(R"({"index":0,"id":"a","function":{"name":"f","arguments":"{}"}})"),
                  piece(R"({"index":0,"id":"b","function":{"name":"g","arguments":"[1"}})"),
                  piece(R"({"index":0,"function":{"arguments":"]"}})"), "[DONE]"})
                .calls,
            expected);
  // Arguments sent as what they are, and the form before `tool_calls`.
  EXPECT_EQ(hear({piece(R"({"id":"a","function":{"name":"f","arguments":{"x": 1}}})"), "[DONE]"})
                .calls.at(0)
                .arguments,
            R"({"x": 1})");
  EXPECT_EQ(hear({delta(R"("function_call":{"name":"f","arguments":"{"})"),
                  delta(R"("function_call":{"arguments":"}"})"), "[DONE]"})
                .calls.at(0)
                .arguments,
            "{}");
}

TEST(StreamReader, FindsUsageWhereverItStands) {
  const llm::Usage expected{.prompt = 3, .completion = 4};
  EXPECT_EQ(
      hear({R"({"x_groq":{"usage":{"prompt_tokens":3,"completion_tokens":4}}})", "[DONE]"}).usage,
      expected);
  EXPECT_EQ(hear({R"({"choices":[{"delta":{},"usage":{"prompt_tokens":3,"completion_tokens":4}}]})",
                  "[DONE]"})
                .usage,
            expected);
  EXPECT_EQ(hear({R"({"usage":{"prompt_tokens":3,"completion_tokens":1}})",
                  R"({"usage":{"prompt_tokens":3,"completion_tokens":4}})", R"({"usage":null})",
                  "[DONE]"})
                .usage,
            expected);
}

TEST(StreamReader, TellsSeveralAnswersApart) {
  StreamReader reader{"acme"};
  std::vector<llm::Delta> deltas;
  ASSERT_TRUE(reader.read("", R"({"choices":[{"index":1,"delta":{"content":"b"},
      "finish_reason":"stop"},{"index":0,"delta":{"content":"a"}}]})",
                          deltas));
  EXPECT_EQ(deltas,
            (std::vector<llm::Delta>{{.choice = 1, .text = "b", .finish = llm::Finish::stop},
                                     {.choice = 0, .text = "a"}}));
  // One of them has not finished: the stream cannot end here.
  EXPECT_FALSE(reader.end(deltas));
  ASSERT_TRUE(reader.read("", "[DONE]", deltas));
  ASSERT_TRUE(reader.end(deltas));
  EXPECT_EQ(deltas.back(), (llm::Delta{.choice = 0, .finish = llm::Finish::stop}));
}

TEST(ReadReply, ReadsAWholeAnswer) {
  const auto reply = read_reply("acme", R"({"id":"c","model":"m-1","choices":[{"index":0,
    "message":{"role":"assistant","content":"Hi","reasoning_content":"hm","refusal":null,
      "tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
    "logprobs":{"content":[{"token":"Hi","logprob":-0.5,"top_logprobs":[
      {"token":"Ho","logprob":-1.5}]}]},
    "finish_reason":"tool_calls"}],"usage":{"prompt_tokens":7,"completion_tokens":2}})");
  ASSERT_TRUE(reply);
  ASSERT_EQ(reply->size(), 1U);
  EXPECT_EQ(
      reply->front(),
      (llm::Delta{
          .reasoning = "hm",
          .text = "Hi",
          .tool_calls = {{.index = 0, .id = "a", .name = "f", .arguments = "{}"}},
          .logprobs = {{.token = "Hi", .logprob = -0.5, .top = {{.token = "Ho", .logprob = -1.5}}}},
          .finish = llm::Finish::tool_calls,
          .usage = llm::Usage{.prompt = 7, .completion = 2},
          .id = "c",
          .model = "m-1"}));
}

TEST(ReadReply, NothingThatIsNoAnswerPassesForOne) {
  for (const std::string_view body :
       {"", "<html>", "[]", "{}", R"({"choices":null})", R"({"choices":[]})",
        R"({"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}})",
        R"({"error":{"message":"x"}})",
        R"({"choices":[{"message":{"content":"x"},"finish_reason":"error"}]})"}) {
    const auto reply = read_reply("acme", body);
    ASSERT_FALSE(reply) << body;
    EXPECT_EQ(reply.error().code, Errc::upstream_failed) << body;
  }
}

TEST(ReadReply, TheFinishIsTranslated) {
  const auto finish = [](std::string_view word) {
    return read_reply("acme", R"({"choices":[{"message":{"content":"x"},"finish_reason":")" +
                                  std::string{word} + "\"}]}")
        ->back()
        .finish;
  };
  EXPECT_EQ(finish("eos"), llm::Finish::stop);
  EXPECT_EQ(finish(""), llm::Finish::stop);
  EXPECT_EQ(finish("model_length"), llm::Finish::length);
  EXPECT_EQ(finish("function_call"), llm::Finish::tool_calls);
  EXPECT_EQ(finish("content_filter"), llm::Finish::content_filter);
}

TEST(Reply, ChoicesAreTheAnswersThatTheySayTheyAre) {
  const auto first = [](std::string_view choices) {
    const auto deltas = read_reply("acme", R"({"choices":[)" + std::string{choices} + "]}").value();
    std::string text;
    for (const auto& delta : deltas) {
      if (delta.choice == 0) text += delta.text;
    }
    return text;
  };
  EXPECT_EQ(first(R"({"index":1,"message":{"content":"b"}},{"index":0,"message":{"content":"a"}})"),
            "a");
  // What makes no sense is taken in order.
  EXPECT_EQ(first(R"({"index":0,"message":{"content":"a"}},{"index":0,"message":{"content":"b"}})"),
            "a");
  EXPECT_EQ(first(R"({"index":1,"message":{"content":"a"}})"), "a");
  EXPECT_EQ(first(R"({"message":{"content":"a"}})"), "a");
}

TEST(StreamReader, OutlinesWhatAnEventCouldBear) {
  const StreamReader reader{"acme"};
  const auto outline = [&](std::string_view json) {
    return reader.outline("data: " + std::string(json) + "\n\n");
  };
  const auto words = R"({"choices":[{"delta":{"content":"a \"error\" b"},"finish_reason":null}]})";
  EXPECT_FALSE(outline(words).may_matter);
  EXPECT_TRUE(outline(words).passes_unasked);
  EXPECT_FALSE(outline(R"({"choices":[{"delta":{"content":"error"}}]})").may_matter);
  EXPECT_FALSE(outline(R"({"choices":[],"usage" : null})").passes_unasked);
  for (const auto* json :
       {R"({"choices":[{"delta":{},"finish_reason":"stop"}]})", R"({"id":"1"})", "[DONE]",
        R"({"choices":[],"usage":{"prompt_tokens":1}})", R"({"choices":[],"error":{}})",
        R"({"choices":[],"object":"error"})", R"({"choices":["usage"]})", R"({"choices":[],"a":"b)",
        R"({"choices":[],"finish_reason" :)"}) {
    EXPECT_TRUE(outline(json).may_matter) << json;
  }
  EXPECT_TRUE(reader.outline(std::string("event: x\ndata: ") + words + "\n\n").may_matter);
}

TEST(StreamReader, OutlinesWhereItsWordsStand) {
  const StreamReader reader{"acme"};
  const std::string_view event =
      R"(data: {"choices":[{"delta":{"content":"so \n","refusal":null}}],"obfuscation":"x"})";
  const auto words = reader.outline(event).words;
  EXPECT_EQ(words[0], R"(so \n)");
  EXPECT_EQ(words[1], "x");
  EXPECT_EQ(words[0].data(), event.data() + event.find("so"));
}

}  // namespace
}  // namespace quorum::openai_chat
