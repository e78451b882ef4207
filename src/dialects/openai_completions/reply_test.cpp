#include "dialects/openai_completions/reply.hpp"

#include <gtest/gtest.h>

namespace quorum::openai_completions {
namespace {

using Deltas = std::vector<llm::Delta>;

Result<Deltas> read(const std::vector<std::string_view>& events) {
  StreamReader reader{"acme"};
  Deltas deltas;
  for (const auto event : events) {
    if (auto outcome = reader.read({}, event, deltas); !outcome) return outcome.error();
  }
  if (auto outcome = reader.end(deltas); !outcome) return outcome.error();
  return deltas;
}

constexpr std::string_view kFirst =
    R"({"id":"1","model":"m","choices":[{"text":"a","index":0,"logprobs":null,)"
    R"("finish_reason":null}]})";
constexpr std::string_view kLast =
    R"({"id":"1","choices":[{"text":"b","index":0,"finish_reason":"length"}],)"
    R"("usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}})";

TEST(Reply, AStreamIsRead) {
  const auto deltas = read({kFirst, kLast, "[DONE]", "garbage"});
  ASSERT_TRUE(deltas);
  const Deltas expected{{.id = "1", .model = "m"},
                        {.text = "a"},
                        {.text = "b", .finish = llm::Finish::length},
                        {.usage = llm::Usage{.prompt = 1, .completion = 2}}};
  EXPECT_EQ(*deltas, expected);
}

TEST(Reply, AStreamMayEndAfterItsFinishAndNoSooner) {
  EXPECT_TRUE(read({kFirst, kLast}));
  EXPECT_EQ(read({kFirst, "[DONE]"})->back().finish, llm::Finish::stop);
  EXPECT_FALSE(read({kFirst}));
  EXPECT_FALSE(read({}));
  // Of two answers one has not ended.
  EXPECT_FALSE(read({R"({"choices":[{"text":"a","index":1}]})", kLast}));
}

TEST(Reply, AnswersSideBySideAreToldApart) {
  const auto deltas = read({R"({"choices":[{"text":"a","index":1},{"text":"b","index":0}]})",
                            R"({"choices":[{"text":"","index":1,"finish_reason":"stop"}]})",
                            R"({"choices":[{"text":"","index":0,"finish_reason":"length"}]})"});
  ASSERT_TRUE(deltas);
  const Deltas expected{{.choice = 1, .text = "a"},
                        {.text = "b"},
                        {.choice = 1, .finish = llm::Finish::stop},
                        {.finish = llm::Finish::length}};
  EXPECT_EQ(*deltas, expected);
}

TEST(Reply, TheClosingUsageIsKnown) {
  StreamReader reader{"acme"};
  Deltas deltas;
  ASSERT_TRUE(reader.read({}, kFirst, deltas));
  EXPECT_FALSE(reader.is_at_closing_usage());
  ASSERT_TRUE(reader.read({}, R"({"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}})",
                          deltas));
  EXPECT_TRUE(reader.is_at_closing_usage());
  EXPECT_TRUE(reader.end(deltas));
  EXPECT_EQ(reader.closing(), "data: [DONE]\n\n");
  ASSERT_TRUE(reader.read({}, "[DONE]", deltas));
  EXPECT_EQ(reader.closing(), "");
}

TEST(Reply, WhoAskedForNoUsageGetsNoNullForIt) {
  std::string out;
  StreamReader{"acme"}.pass_unasked("data: {\"choices\":[],\"usage\":null}\n\n", out);
  EXPECT_EQ(out, "data: {\"choices\":[]}\n\n");
}

TEST(Reply, AnErrorEndsAStream) {
  EXPECT_FALSE(read({kFirst, R"({"error":{"message":"no"}})"}));
  EXPECT_FALSE(read({R"({"choices":[{"text":"","index":0,"finish_reason":"error"}]})"}));
  EXPECT_FALSE(read({"{"}));
}

TEST(Reply, AWholeAnswerIsADeltaForEachChoice) {
  const auto reply = read_reply("acme", R"({"id":"1","model":"m","choices":[
    {"text":"a","index":0,"finish_reason":"stop","logprobs":{"tokens":["a"],"token_logprobs":[-1]}},
    {"text":"b","index":1,"finish_reason":"length"}],
    "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}})");
  ASSERT_TRUE(reply);
  const Deltas expected{{.text = "a",
                         .logprobs = {{.token = "a", .logprob = -1}},
                         .finish = llm::Finish::stop,
                         .id = "1",
                         .model = "m"},
                        {.choice = 1,
                         .text = "b",
                         .finish = llm::Finish::length,
                         .usage = llm::Usage{.prompt = 1, .completion = 2}}};
  EXPECT_EQ(*reply, expected);
}

TEST(Reply, WhatIsNoAnswerIsAnError) {
  EXPECT_FALSE(read_reply("acme", ""));
  EXPECT_FALSE(read_reply("acme", "{}"));
  EXPECT_FALSE(read_reply("acme", R"({"choices":[]})"));
  EXPECT_FALSE(read_reply("acme", R"({"error":{"message":"no"}})"));
  EXPECT_FALSE(read_reply("acme", R"({"choices":[{"finish_reason":"error"}]})"));
  EXPECT_EQ(read_reply("acme", R"({"choices":[{"text":"a"}]})")->front().finish, llm::Finish::stop);
}

}  // namespace
}  // namespace quorum::openai_completions
