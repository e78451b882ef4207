#include "providers/cli/prompt.hpp"

#include <gtest/gtest.h>

namespace quorum::providers {
namespace {

using llm::message;
using llm::Role;

TEST(AgentPrompt, ALoneQuestionStaysAsItIs) {
  const llm::Chat chat{.messages = {message(Role::user, "Why?")}};
  EXPECT_EQ(agent_prompt(chat, SystemPlace::apart).text, "Why?");
  EXPECT_EQ(agent_prompt(chat, SystemPlace::in_text).text, "Why?");
}

TEST(AgentPrompt, SystemTextGoesWhereTheAgentTakesIt) {
  const llm::Chat chat{.messages = {message(Role::system, "Be brief."),
                                    message(Role::developer, "No jokes."),
                                    message(Role::user, "Why?")}};
  const auto apart = agent_prompt(chat, SystemPlace::apart);
  EXPECT_EQ(apart.system, "Be brief.\n\nNo jokes.");
  EXPECT_EQ(apart.text, "Why?");
  const auto within = agent_prompt(chat, SystemPlace::in_text);
  EXPECT_EQ(within.system, "");
  EXPECT_EQ(within.text, "Follow these instructions:\nBe brief.\n\nNo jokes.\n\nWhy?");
}

TEST(AgentPrompt, AConversationIsToldWithItsSpeakers) {
  llm::Chat chat{.messages = {message(Role::user, "Why?"), message(Role::assistant, "So."),
                              message(Role::user, "And?")}};
  EXPECT_EQ(agent_prompt(chat, SystemPlace::apart).text,
            "This is a conversation so far.\n\nUser: Why?\n\nAssistant: So.\n\nUser: And?\n\n"
            "Write only the assistant's next message.");
  chat.messages.pop_back();
  EXPECT_TRUE(
      agent_prompt(chat, SystemPlace::apart).text.ends_with("Write only its continuation."));
}

TEST(AgentPrompt, NamesWhatAnAgentCannotBeTold) {
  llm::Chat chat{.messages = {message(Role::user, "Why?")}, .temperature = 0.5};
  chat.seed = 7;
  chat.answers = 1;
  chat.extras = {{.name = "x_new", .json = "1"}};
  chat.messages[0].parts.push_back({.content = llm::Image{}});
  chat.messages[0].parts.push_back({.content = llm::Image{}});
  EXPECT_EQ(agent_prompt(chat, SystemPlace::apart).dropped,
            (std::vector<std::string>{"messages.image_url", "seed", "temperature", "x_new"}));
}

}  // namespace
}  // namespace quorum::providers
