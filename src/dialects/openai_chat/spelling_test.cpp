#include "dialects/openai_chat/spelling.hpp"

#include <gtest/gtest.h>

#include "dialects/openai_chat/request.hpp"

namespace quorum::openai_chat {
namespace {

llm::Chat hello() {
  return {.messages = {llm::message(llm::Role::developer, "Be brief."),
                       llm::message(llm::Role::user, "Hi \"you\"")}};
}

TEST(Spelling, WritesWhatIsThereAndNothingElse) {
  EXPECT_EQ(write_request(hello(), "gpt-4", Delivery::whole, {}).body,
            R"({"model":"gpt-4","messages":[{"role":"system","content":"Be brief."},)"
            R"({"role":"user","content":"Hi \"you\""}]})");
}

TEST(Spelling, AStreamAsksForItsUsageWhereThatMayBeAsked) {
  auto chat = hello();
  chat.messages.erase(chat.messages.begin());
  EXPECT_EQ(write_request(chat, "m", Delivery::streamed, {}).body,
            R"({"model":"m","messages":[{"role":"user","content":"Hi \"you\""}],)"
            R"("stream":true,"stream_options":{"include_usage":true}})");
  EXPECT_EQ(write_request(chat, "m", Delivery::streamed, {.takes_stream_options = false}).body,
            R"({"model":"m","messages":[{"role":"user","content":"Hi \"you\""}],"stream":true})");
}

TEST(Spelling, KnowsHowVendorsDiffer) {
  llm::Chat chat{.messages = {llm::message(llm::Role::developer, "D"),
                              llm::message(llm::Role::assistant, "A")},
                 .temperature = 0.5,
                 .top_k = 40,
                 .seed = 3,
                 .tokens_max = 9};
  EXPECT_EQ(write_request(chat, "m", Delivery::whole,
                          {.tokens_max = Spelling::TokensMax::max_completion_tokens,
                           .takes_developer = true,
                           .refuses_sampling = true})
                .body,
            R"({"model":"m","messages":[{"role":"developer","content":"D"},)"
            R"({"role":"assistant","content":"A"}],"seed":3,"max_completion_tokens":9})");
  EXPECT_EQ(
      write_request(
          chat, "m", Delivery::whole,
          {.takes_more_sampling = true, .marks_prefill = true, .seed_name = "random_seed"})
          .body,
      R"({"model":"m","messages":[{"role":"system","content":"D"},)"
      R"({"role":"assistant","content":"A","prefix":true}],"temperature":0.5,"random_seed":3,)"
      R"("top_k":40,"max_tokens":9})");
}

// Everything that can be said survives being written and read.
TEST(Spelling, WhatIsWrittenReadsBackTheSame) {
  llm::Chat chat{.messages = {llm::message(llm::Role::user, "x")}};
  chat.messages[0].name = "ada";
  chat.messages[0].parts.push_back(
      {.content = llm::Image{.source = {.url = "https://x/y"}, .detail = "high"}});
  llm::Message call{.role = llm::Role::assistant};
  call.parts.push_back(
      {.content = llm::ToolCall{.id = "c", .name = "f", .arguments = "{\"a\":1}"}});
  auto result = llm::message(llm::Role::tool, "ok");
  result.tool_call_id = "c";
  chat.messages.push_back(std::move(call));
  chat.messages.push_back(std::move(result));
  chat.temperature = 0.25;
  chat.top_p = 0.5;
  chat.top_k = 7;
  chat.min_p = 0.125;
  chat.frequency_penalty = 1;
  chat.presence_penalty = -1;
  chat.repeat_penalty = 1.5;
  chat.seed = 11;
  chat.tokens_max = 12;
  chat.stop = {"END"};
  chat.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::json_schema,
                                    .name = "n",
                                    .schema = "{\"type\":\"object\"}",
                                    .strict = true};
  chat.tools.push_back({.name = "f", .description = "d", .parameters = "{}", .strict = false});
  chat.tool_choice = llm::ToolChoice{.mode = llm::ToolChoice::Mode::named, .name = "f"};
  chat.parallel_tool_calls = false;
  chat.thinking = llm::Thinking{.effort = "high"};
  chat.logprobs = true;
  chat.top_logprobs = 2;
  chat.include_usage = true;
  const auto text =
      write_request(chat, "m", Delivery::streamed, {.takes_more_sampling = true}).body;
  const auto read = read_request(text);
  ASSERT_TRUE(read) << read.error().message << text;
  EXPECT_EQ(*read, chat) << text;
}

}  // namespace
}  // namespace quorum::openai_chat
