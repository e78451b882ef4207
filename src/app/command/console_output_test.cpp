#include "app/command/console_output.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

using terminal::Colours;

constexpr auto kXterm = "xterm-256color";

TEST(ConsoleOutput, DrawsPanelsOnlyWhereTheyCanBeSeen) {
  EXPECT_EQ(choose_show(Look::automatic, {.is_terminal = true, .term = kXterm}), Show::panels);
  EXPECT_EQ(choose_show(Look::automatic, {.is_terminal = false, .term = kXterm}), Show::lines);
  EXPECT_EQ(choose_show(Look::automatic, {.is_terminal = true, .term = "dumb"}), Show::lines);
  EXPECT_EQ(choose_show(Look::automatic, {.is_terminal = true}), Show::lines);
  EXPECT_EQ(choose_show(Look::json, {.is_terminal = true, .term = kXterm}), Show::json);
}

TEST(ConsoleOutput, HonoursNoColor) {
  EXPECT_EQ(choose_colours({.is_terminal = true, .term = kXterm}), Colours::ansi);
  EXPECT_EQ(choose_colours({.is_terminal = true, .term = kXterm, .no_color = "1"}), Colours::none);
  EXPECT_EQ(choose_colours({.is_terminal = false, .term = kXterm}), Colours::none);
}

TEST(ConsoleOutput, WritesToStdoutAndTellsOnStderr) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  ConsoleOutput output;
  EXPECT_TRUE(output.write("a line\n"));
  output.tell("beside it");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "a line\n");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "beside it\n");
}

}  // namespace
}  // namespace quorum::app
