#include "llm/chat.hpp"

#include <gtest/gtest.h>

namespace quorum::llm {
namespace {

TEST(Message, ItsTextIsThatOfAllItsPartsInOrder) {
  Message said{.role = Role::user};
  said.parts = {{.text = "What is "}, {.image = Image{.url = "data:,x"}}, {.text = "this?"}};
  EXPECT_EQ(said.text(), "What is this?");
  EXPECT_EQ(message(Role::system, "Be brief.").text(), "Be brief.");
}

}  // namespace
}  // namespace quorum::llm
