#include "dialects/ollama/think_tags.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace quorum::ollama {
namespace {

struct Said {
  std::string reasoning{};
  std::string text{};
  bool operator==(const Said&) const = default;
};

Said say(const std::vector<std::string_view>& pieces) {
  ThinkTags tags;
  Said said;
  llm::Delta delta;
  for (const auto piece : pieces) tags.push(piece, delta);
  tags.finish(delta);
  return {.reasoning = delta.reasoning, .text = delta.text};
}

/// The same whatever the cut.
Said say_cut(std::string_view text) {
  const auto whole = say({text});
  std::vector<std::string_view> bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    EXPECT_EQ(say({text.substr(0, i), text.substr(i)}), whole) << "cut at " << i;
    bytes.push_back(text.substr(i, 1));
  }
  EXPECT_EQ(say(bytes), whole);
  return whole;
}

TEST(ThinkTags, WhatStandsBetweenThemIsReasoning) {
  EXPECT_EQ(say_cut("<think>\nA b.\n</think>\n\nThe answer."),
            (Said{.reasoning = "\nA b.\n", .text = "The answer."}));
  EXPECT_EQ(say_cut(" \n<think>a</think>b"), (Said{.reasoning = "a", .text = "b"}));
  EXPECT_EQ(say_cut("<think></think>b"), (Said{.text = "b"}));
}

TEST(ThinkTags, OnlyAnAnswersBeginningCounts) {
  EXPECT_EQ(say_cut("Use <think>x</think>."), (Said{.text = "Use <think>x</think>."}));
  EXPECT_EQ(say_cut("<think>a</think>b <think>c</think>"),
            (Said{.reasoning = "a", .text = "b <think>c</think>"}));
  EXPECT_EQ(say_cut("<thing> else"), (Said{.text = "<thing> else"}));
  EXPECT_EQ(say_cut("  indented"), (Said{.text = "  indented"}));
}

TEST(ThinkTags, WhatIsBegunAndNotEndedIsKept) {
  EXPECT_EQ(say_cut("<thi"), (Said{.text = "<thi"}));
  EXPECT_EQ(say_cut("<think>cut o"), (Said{.reasoning = "cut o"}));
  EXPECT_EQ(say_cut("<think>1 </ 2 </thin"), (Said{.reasoning = "1 </ 2 </thin"}));
  EXPECT_EQ(say_cut("<think>a</think>\n "), (Said{.reasoning = "a"}));
}

TEST(ThinkTags, WhatIsSureIsToldAtOnce) {
  ThinkTags tags;
  llm::Delta delta;
  tags.push("<think>so far", delta);
  EXPECT_EQ(delta.reasoning, "so far");
  tags.push("</think>and", delta);
  EXPECT_EQ(delta.text, "and");
}

}  // namespace
}  // namespace quorum::ollama
