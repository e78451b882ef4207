#include "terminal/text.hpp"

#include <gtest/gtest.h>

namespace quorum::terminal {
namespace {

using Lines = std::vector<std::string>;

TEST(Text, LosesEveryOrderToTheTerminal) {
  EXPECT_EQ(clean("a\x1b[31mred\x1b[0m b"), "a[31mred[0m b");
  EXPECT_EQ(clean("title\x1b]0;owned\x07!"), "title]0;owned!");
  EXPECT_EQ(clean("back\b\b\rover\x7f"), "backover");
  EXPECT_EQ(clean("\xC2\x9B"
                  "31m"),
            "31m");                                    // C1: CSI in one character.
  EXPECT_EQ(clean("a\u202Eb\u2066c\u2028d"), "abcd");  // Marks that turn the line around.
  EXPECT_EQ(clean(std::string_view("n\0l", 3)), "nl");
}

TEST(Text, KeepsWordsLineEndsAndLetters) {
  EXPECT_EQ(clean("one\ttwo\nthree – café 茶 🍵"), "one two\nthree – café 茶 🍵");
}

TEST(Text, ShowsWhatIsNotUtf8) {
  EXPECT_EQ(clean("a\xFFz"), "a\uFFFDz");
  EXPECT_EQ(clean("cut \xE8\x8C"), "cut \uFFFD\uFFFD");
  EXPECT_EQ(clean("\xC0\x9B"), "\uFFFD\uFFFD");            // ESC, spelled too long.
  EXPECT_EQ(clean("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");  // A lone surrogate.
}

TEST(Text, CountsColumns) {
  EXPECT_EQ(width(""), 0U);
  EXPECT_EQ(width("café"), 4U);
  EXPECT_EQ(width("cafe\u0301"), 4U);
  EXPECT_EQ(width("茶と珈琲"), 8U);
  EXPECT_EQ(width("🍵!"), 3U);
  EXPECT_EQ(width("한국"), 4U);
}

TEST(Text, WrapsBetweenWords) {
  EXPECT_EQ(wrap("Tea calms without drowsiness", 10),
            (Lines{"Tea calms", "without", "drowsiness"}));
  EXPECT_EQ(wrap("exactly ten", 11), Lines{"exactly ten"});
  EXPECT_EQ(wrap("exactly ten", 10), (Lines{"exactly", "ten"}));
  EXPECT_EQ(wrap("  many   spaces  ", 20), Lines{"many spaces"});
}

TEST(Text, BreaksAWordLongerThanALine) {
  EXPECT_EQ(wrap("an extraordinarily long", 6), (Lines{"an", "extrao", "rdinar", "ily", "long"}));
  EXPECT_EQ(wrap("茶茶茶", 3), (Lines{"茶", "茶", "茶"}));
  EXPECT_EQ(wrap("茶a", 1), (Lines{"茶", "a"}));
}

TEST(Text, KeepsLineEnds) {
  EXPECT_EQ(wrap("one\n\ntwo\n", 10), (Lines{"one", "", "two"}));
  EXPECT_EQ(wrap("", 10), Lines{});
}

TEST(Text, CutsWithAMark) {
  EXPECT_EQ(cut("qwen2.5-coder", 20), "qwen2.5-coder");
  EXPECT_EQ(cut("qwen2.5-coder", 8), "qwen2.5…");
  EXPECT_EQ(cut("茶と珈琲", 5), "茶と…");
  EXPECT_EQ(cut("茶と珈琲", 4), "茶…");
  EXPECT_EQ(cut("ab", 1), "…");
  EXPECT_EQ(cut("ab", 0), "");
}

}  // namespace
}  // namespace quorum::terminal
