#include "json/lexer.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::json {
namespace {

TEST(Lexer, ReadsStringsOfEverySizeWhereverTheTextEnds) {
  for (std::size_t size = 0; size < 100; ++size) {
    for (const std::size_t behind : {0U, 5U, 100U}) {
      const auto inner = std::string(size, 'x');
      const auto text = '"' + inner + '"' + std::string(behind, ' ');
      Lexer lexer(text);
      RawString read;
      ASSERT_TRUE(lexer.string(read));
      EXPECT_EQ(read.inner, inner);
      EXPECT_FALSE(read.has_escape);
      EXPECT_EQ(lexer.position(), size + 2);
    }
  }
}

TEST(Lexer, MarksStringsWithEscapes) {
  for (std::size_t before = 0; before < 80; ++before) {
    const auto inner = std::string(before, 'x') + R"(\"\u00e9\\)";
    const auto text = '"' + inner + "\":1";
    Lexer lexer(text);
    RawString read;
    ASSERT_TRUE(lexer.string(read));
    EXPECT_EQ(read.inner, inner);
    EXPECT_TRUE(read.has_escape);
    EXPECT_EQ(lexer.peek(), ':');
  }
}

TEST(Lexer, TakesTightNamesAndLeavesOthersWhereTheyStand) {
  const std::string rest(20, ' ');
  RawString name{.inner = {}, .has_escape = true};
  const std::string due_text = R"(,"abc":1)" + rest;
  Lexer due(due_text);
  ASSERT_TRUE(due.tight_name(true, name));
  EXPECT_EQ(name.inner, "abc");
  EXPECT_FALSE(name.has_escape);
  EXPECT_EQ(due.position(), 7U);
  const std::string first_text = R"("abc":1)" + rest;
  Lexer first(first_text);
  ASSERT_TRUE(first.tight_name(false, name));
  EXPECT_EQ(first.position(), 6U);
  for (const auto& text : {R"(, "abc":1)" + rest, R"(,"abc" :1)" + rest, R"("abc":1)" + rest,
                           R"(,"a\n":1)" + rest, R"(,"é":1)" + rest, R"(}"abc":1)" + rest,
                           R"(,"abcdefghijklmnopq":1)" + rest, std::string(R"(,"abc":1)")}) {
    Lexer lexer(text);
    EXPECT_FALSE(lexer.tight_name(true, name)) << text;
    EXPECT_EQ(lexer.position(), 0U) << text;
  }
}

TEST(Lexer, SaysWhereALiteralBreaks) {
  Lexer lexer("trux");
  EXPECT_FALSE(lexer.literal("true"));
  EXPECT_EQ(lexer.error().message, "Malformed JSON at byte 3: expected a value.");
}

}  // namespace
}  // namespace quorum::json
