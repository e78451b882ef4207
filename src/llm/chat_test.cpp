#include "llm/chat.hpp"

#include <gtest/gtest.h>

namespace quorum::llm {
namespace {

TEST(Message, ItsTextIsThatOfAllItsPartsInOrder) {
  Message said{.role = Role::user};
  said.parts = {text_part("What is "), {.content = Image{}}, text_part("this?")};
  EXPECT_EQ(said.text(), "What is this?");
  EXPECT_EQ(message(Role::system, "Be brief.").text(), "Be brief.");
}

TEST(Message, TellsItsCalls) {
  Message said{.role = Role::assistant};
  said.parts = {text_part("Let me look."), {.content = ToolCall{.id = "1", .name = "look"}}};
  ASSERT_EQ(said.tool_calls().size(), 1U);
  EXPECT_EQ(said.tool_calls()[0]->name, "look");
}

TEST(Chat, NamesTheToolBehindACallsId) {
  Chat chat{.messages = {{.role = Role::assistant}}};
  chat.messages[0].parts = {{.content = ToolCall{.id = "1", .name = "look"}},
                            {.content = ToolCall{.id = "2", .name = "jump"}}};
  EXPECT_EQ(tool_name_of(chat, "2"), "jump");
  EXPECT_EQ(tool_name_of(chat, "3"), "");
}

}  // namespace
}  // namespace quorum::llm
