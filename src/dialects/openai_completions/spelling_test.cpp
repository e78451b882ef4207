#include "dialects/openai_completions/spelling.hpp"

#include <gtest/gtest.h>

#include "dialects/openai_completions/request.hpp"

namespace quorum::openai_completions {
namespace {

using Names = std::vector<std::string>;

dialects::Outgoing write(const llm::Chat& chat, const dialects::Quirks& quirks = {},
                         dialects::Delivery delivery = dialects::Delivery::whole) {
  return write_request(chat, {.model = "m", .delivery = delivery, .quirks = quirks});
}

llm::Chat asking() { return {.messages = {llm::message(llm::Role::user, "Once")}}; }

TEST(Spelling, OneMessageIsThePrompt) {
  auto chat = asking();
  chat.tokens_max = 5;
  chat.stop = {"x"};
  const auto outgoing = write(chat, {}, dialects::Delivery::streamed);
  EXPECT_EQ(outgoing.body,
            R"({"model":"m","prompt":"Once","max_tokens":5,"stop":["x"],"stream":true,)"
            R"("stream_options":{"include_usage":true}})");
  EXPECT_TRUE(outgoing.hides_usage);
  EXPECT_EQ(outgoing.dropped, Names{});
  EXPECT_EQ(outgoing.emulated, Names{});
}

TEST(Spelling, MoreMessagesAreATranscript) {
  llm::Chat chat{.messages = {llm::message(llm::Role::developer, "Be brief."),
                              llm::message(llm::Role::user, "Hi"),
                              llm::message(llm::Role::assistant, "Hello"),
                              llm::message(llm::Role::user, "Bye")}};
  const auto outgoing = write(chat);
  EXPECT_EQ(outgoing.body, R"({"model":"m","prompt":"System: Be brief.\n\nUser: Hi\n\n)"
                           R"(Assistant: Hello\n\nUser: Bye\n\nAssistant:"})");
  EXPECT_EQ(outgoing.emulated, Names{"messages"});
  chat.messages.pop_back();
  EXPECT_TRUE(write(chat).body.ends_with(R"(Assistant: Hello"})"));
}

TEST(Spelling, WhatATextCannotSayIsNamed) {
  auto chat = asking();
  chat.messages[0].name = "ann";
  auto& parts = chat.messages[0].parts;
  parts.push_back({.content = llm::Image{}});
  parts.push_back({.content = llm::Audio{}});
  parts.push_back({.content = llm::File{}});
  parts.push_back({.content = llm::File{.text = " upon"}});
  chat.tools = {{.name = "f"}};
  chat.top_k = 3;
  chat.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::json_object};
  chat.thinking = llm::Thinking{.effort = "low"};
  const auto outgoing = write(chat);
  EXPECT_EQ(outgoing.dropped,
            (Names{"messages.image", "messages.input_audio", "messages.file", "messages.name",
                   "top_k", "reasoning_effort", "tools", "response_format"}));
  EXPECT_NE(outgoing.body.find(R"("prompt":"Once upon")"), std::string::npos);
}

TEST(Spelling, QuirksAreKept) {
  auto chat = asking();
  chat.seed = 1;
  chat.top_k = 3;
  chat.min_p = 0.5;
  chat.repeat_penalty = 1.5;
  const auto outgoing = write(chat,
                              {.openai = {.takes_stream_options = false,
                                          .takes_more_sampling = true,
                                          .seed_name = "random_seed"}},
                              dialects::Delivery::streamed);
  EXPECT_EQ(outgoing.body, R"({"model":"m","prompt":"Once","random_seed":1,"top_k":3,"min_p":0.5,)"
                           R"("repetition_penalty":1.5,"stream":true})");
  EXPECT_EQ(outgoing.dropped, Names{});
}

TEST(Spelling, WhatIsWrittenIsReadBack) {
  auto chat = asking();
  chat.temperature = 0.5;
  chat.top_p = 0.25;
  chat.top_k = 3;
  chat.min_p = 0.125;
  chat.frequency_penalty = 1;
  chat.presence_penalty = -1;
  chat.repeat_penalty = 1.5;
  chat.seed = 7;
  chat.tokens_max = 5;
  chat.answers = 2;
  chat.stop = {"a", "b"};
  chat.logprobs = true;
  chat.top_logprobs = 3;
  chat.logit_bias = R"({"1":-1})";
  chat.user_id = "u";
  chat.extras = {{.name = "suffix", .json = "\"s\""}, {.name = "best_of", .json = "4"}};
  chat.extras_of = llm::Dialect::openai_completions;
  const auto again = read_request(write(chat, {.openai = {.takes_more_sampling = true}}).body);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, chat);
}

}  // namespace
}  // namespace quorum::openai_completions
