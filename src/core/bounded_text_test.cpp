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

}  // namespace
}  // namespace quorum
