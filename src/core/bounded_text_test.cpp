#include "core/bounded_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum {
namespace {

TEST(BoundedText, HoldsWhatFitsAndCutsTheRest) {
  const BoundedText<4> empty;
  EXPECT_TRUE(empty.empty());
  EXPECT_EQ(empty.view(), "");
  EXPECT_EQ(BoundedText<4>("abcd").view(), "abcd");
  EXPECT_EQ(BoundedText<4>("abcde").view(), "abcd");
}

TEST(BoundedText, IsAppendedToUpToItsBound) {
  BoundedText<5> text("ab");
  text.append("cd");
  EXPECT_EQ(text, "abcd");
  text.append("efg");
  EXPECT_EQ(text, "abcde");
  text.append("h");
  EXPECT_EQ(text, "abcde");
}

TEST(BoundedText, CopiesAreTheirOwn) {
  BoundedText<8> one("left");
  BoundedText<8> other = one;
  one = std::string_view("right");
  EXPECT_EQ(other, "left");
  other = one;
  EXPECT_EQ(other, "right");
  EXPECT_TRUE(one == other);
}

TEST(BoundedText, HoldsWhatIsLongerThanASmallNumberCounts) {
  const std::string text(255, 'x');
  EXPECT_EQ(BoundedText<255>(text + "y"), text);
}

TEST(RareText, IsCutCopiedAndEmptiedAsOneThatLiesInPlace) {
  RareText<5> text;
  EXPECT_TRUE(text.empty());
  EXPECT_EQ(text, "");
  text.append("");
  EXPECT_TRUE(text.empty());
  text.append("abc");
  text.append("defg");
  EXPECT_EQ(text, "abcde");
  auto copy = text;
  text.assign("x");
  EXPECT_EQ(copy, "abcde");
  EXPECT_EQ(text, RareText<5>("x"));
  copy = text;
  EXPECT_EQ(copy, "x");
  copy.assign("");
  EXPECT_TRUE(copy.empty());
  EXPECT_EQ(sizeof(RareText<95>), sizeof(void*));
}

}  // namespace
}  // namespace quorum
