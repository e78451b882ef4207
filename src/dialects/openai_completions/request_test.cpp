#include "dialects/openai_completions/request.hpp"

#include <gtest/gtest.h>

namespace quorum::openai_completions {
namespace {

using Extras = std::vector<llm::Extra>;

llm::Chat chat_of(std::string_view body) {
  auto chat = read_request(body);
  EXPECT_TRUE(chat) << (chat ? "" : chat.error().message);
  return chat ? std::move(*chat) : llm::Chat{.messages = {}};
}

TEST(Request, APromptIsOneMessage) {
  const std::vector<llm::Message> expected{llm::message(llm::Role::user, "Once")};
  EXPECT_EQ(chat_of(R"({"model":"m","prompt":"Once"})").messages, expected);
  EXPECT_EQ(chat_of(R"({"model":"m","prompt":["Once"]})").messages, expected);
}

TEST(Request, EverythingElseIsRead) {
  const auto chat = chat_of(R"({"model":"m","prompt":"a","temperature":0.5,"top_p":0.9,"min_p":0.1,
    "top_k":5,"frequency_penalty":1,"presence_penalty":-1,"repetition_penalty":1.5,"seed":3,
    "max_tokens":0,"n":2,"user":"u","logit_bias":{"1":2},"stop":"x","logprobs":0,
    "stream":true,"stream_options":{"include_usage":true}})");
  EXPECT_EQ(chat.temperature, 0.5);
  EXPECT_EQ(chat.top_p, 0.9);
  EXPECT_EQ(chat.min_p, 0.1);
  EXPECT_EQ(chat.top_k, 5);
  EXPECT_EQ(chat.frequency_penalty, 1);
  EXPECT_EQ(chat.presence_penalty, -1);
  EXPECT_EQ(chat.repeat_penalty, 1.5);
  EXPECT_EQ(chat.seed, 3);
  EXPECT_EQ(chat.tokens_max, 0);
  EXPECT_EQ(chat.answers, 2);
  EXPECT_EQ(chat.user_id, "u");
  EXPECT_EQ(chat.logit_bias, R"({"1":2})");
  EXPECT_EQ(chat.stop, std::vector<std::string>{"x"});
  EXPECT_TRUE(chat.logprobs);
  EXPECT_EQ(chat.top_logprobs, 0);
  EXPECT_TRUE(chat.include_usage);
  EXPECT_EQ(chat.extras, Extras{});
}

TEST(Request, WhatChatsHaveNoWordForIsKept) {
  EXPECT_EQ(chat_of(R"({"prompt":"a","suffix":"b","echo":true,"best_of":3,"x":{}})").extras,
            (Extras{{.name = "suffix", .json = "\"b\""},
                    {.name = "echo", .json = "true"},
                    {.name = "best_of", .json = "3"},
                    {.name = "x", .json = "{}"}}));
  EXPECT_EQ(chat_of(R"({"prompt":"a","suffix":"","echo":false,"best_of":1,"logit_bias":{},
                        "safety_model":null})")
                .extras,
            Extras{});
}

TEST(Request, WhatOnlyAProviderCanDoIsPassedOn) {
  for (const auto* prompt : {R"(["a","b"])", "[1,2]", "[[1],[2]]"}) {
    const auto body = std::string{R"({"model":"m","prompt":)"}.append(prompt) + "}";
    EXPECT_EQ(read_request(body).error().reason, "unsupported_value") << prompt;
    EXPECT_TRUE(check_request(body)) << prompt;
  }
}

TEST(Request, FaultsNameTheirPlace) {
  const auto field = [](std::string_view body) { return check_request(body).error().field; };
  EXPECT_EQ(field("{}"), "prompt");
  EXPECT_EQ(field(R"({"prompt":null})"), "prompt");
  EXPECT_EQ(field(R"({"prompt":[]})"), "prompt");
  EXPECT_EQ(field(R"({"prompt":[{}]})"), "prompt");
  EXPECT_EQ(field(R"({"prompt":"a","temperature":3})"), "temperature");
  EXPECT_EQ(field(R"({"prompt":"a","stop":[1]})"), "stop");
  EXPECT_EQ(field(R"({"prompt":"a","stop":1})"), "stop");
  EXPECT_EQ(field(R"({"prompt":"a","logprobs":"x"})"), "logprobs");
  EXPECT_EQ(field(R"({"prompt":"a","echo":1})"), "echo");
  EXPECT_EQ(field(R"({"prompt":"a","stream_options":{"include_usage":1}})"),
            "stream_options.include_usage");
  EXPECT_FALSE(check_request("[]"));
}

TEST(Request, LogprobsMayBeAFlag) {
  EXPECT_TRUE(chat_of(R"({"prompt":"a","logprobs":true})").logprobs);
  EXPECT_FALSE(chat_of(R"({"prompt":"a","logprobs":false})").logprobs);
  EXPECT_EQ(chat_of(R"({"prompt":"a","logprobs":5})").top_logprobs, 5);
}

}  // namespace
}  // namespace quorum::openai_completions
