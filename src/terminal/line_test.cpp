#include "terminal/line.hpp"

#include <gtest/gtest.h>

namespace quorum::terminal {
namespace {

TEST(Line, CountsColumnsAndJoinsEqualInk) {
  Line line;
  line.add("茶", Ink::seat, 1).add(" or ", Ink::plain).add("coffee").fill(15, "─", Ink::dim);
  EXPECT_EQ(line.width(), 15U);
  EXPECT_EQ(line.text(), "茶 or coffee───");
  EXPECT_EQ(line.spans().size(), 3U);
}

TEST(Line, IsCutAcrossItsPieces) {
  const auto line = Line{}.add("Tea", Ink::bold).add(" or ").add("coffee", Ink::dim);
  const auto cut = [&](std::size_t columns) { return Line(line).cut(columns); };
  EXPECT_EQ(cut(13).text(), "Tea or coffee");
  EXPECT_EQ(cut(12).text(), "Tea or coff…");
  EXPECT_EQ(cut(7).text(), "Tea or…");
  EXPECT_EQ(cut(3).text(), "Te…");
  EXPECT_EQ(cut(3).width(), 3U);
  EXPECT_EQ(cut(0).text(), "");
}

TEST(Line, IsPaintedAndEndsPlain) {
  Line line;
  line.add("A", Ink::seat_bold, 0).add(" Tea ").add("done", Ink::dim).add("!", Ink::bad);
  EXPECT_EQ(paint(line, Colours::ansi),
            "\x1b[1;38;5;33mA\x1b[0m Tea \x1b[2mdone\x1b[0m\x1b[31m!\x1b[0m");
}

TEST(Line, WithoutColoursKeepsOnlyBold) {
  Line line;
  line.add("A", Ink::seat_bold, 0).add(" Tea ", Ink::seat, 0).add("done", Ink::dim);
  EXPECT_EQ(paint(line, Colours::none), "\x1b[1mA\x1b[0m Tea done");
}

}  // namespace
}  // namespace quorum::terminal
