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
  for (const auto& text :
       {R"(, "abc":1)" + rest, R"(,"abc" :1)" + rest, R"("abc":1)" + rest, R"(,"a\n":1)" + rest,
        R"(,"é":1)" + rest, R"(}"abc":1)" + rest,
        R"(,"abcdefghijklmnopqrstuvwxyzabcdefg":1)" + rest, std::string(R"(,"abcdefghijklmnopq)"),
        std::string(R"(,"abcdefghijklmnopq")"), std::string(R"(,"a")")}) {
    Lexer lexer(text);
    EXPECT_FALSE(lexer.tight_name(true, name)) << text;
    EXPECT_EQ(lexer.position(), 0U) << text;
  }
}

TEST(Lexer, TakesTightNamesOfEverySizeWhereverTheTextEnds) {
  for (std::size_t size = 0; size < 40; ++size) {
    for (const std::size_t behind : {0U, 1U, 5U, 100U}) {
      const auto inner = std::string(size, 'x');
      const auto text = ",\"" + inner + "\":" + std::string(behind, '"');
      const bool is_near = size < kBlockBytes || (size < 2 * kBlockBytes && text.size() > 19);
      Lexer lexer(text);
      RawString name;
      const bool is_taken = lexer.tight_name(true, name);
      EXPECT_EQ(is_taken, is_near) << text;
      if (is_taken) EXPECT_EQ(name.inner, inner);
      EXPECT_EQ(lexer.position(), is_taken ? size + 4 : 0U);
    }
  }
}

TEST(Lexer, CountsDigitsWhereverTheTextEnds) {
  for (const std::size_t before : {0U, 3U, 40U}) {
    for (const std::size_t behind : {0U, 1U, 15U, 40U}) {
      const auto text = std::string(before, ' ') + "9070" + std::string(behind, ',');
      Lexer lexer(text);
      lexer.space();
      std::int64_t value = 0;
      ASSERT_TRUE(lexer.count(value)) << text;
      EXPECT_EQ(value, 9070);
      Lexer other(text);
      other.space();
      ASSERT_TRUE(other.number());
      EXPECT_EQ(other.position(), before + 4);
    }
  }
}

TEST(Lexer, CountsNothingButDigitsAlone) {
  const std::string rest(20, ' ');
  for (const std::string_view number :
       {"", "-1", "01", "00", "1.5", "1e2", "1E2", "1.", "x", "\"1\"", "1234567890123456"}) {
    const auto text = std::string{number} + rest;
    Lexer lexer(text);
    std::int64_t value = 7;
    EXPECT_FALSE(lexer.count(value)) << number;
    EXPECT_EQ(value, 7);
    EXPECT_EQ(lexer.position(), 0U);
  }
  for (const std::int64_t number : {0L, 9L, 10L, 999'999'999'999'999L}) {
    const auto text = std::to_string(number) + rest;
    Lexer lexer(text);
    std::int64_t value = 7;
    EXPECT_TRUE(lexer.count(value));
    EXPECT_EQ(value, number);
  }
}

TEST(Lexer, SaysWhereALiteralBreaks) {
  Lexer lexer("trux");
  EXPECT_FALSE(lexer.literal("true"));
  EXPECT_EQ(lexer.error().message, "Malformed JSON at byte 3: expected a value.");
}

}  // namespace
}  // namespace quorum::json
