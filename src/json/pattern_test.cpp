#include "json/pattern.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::json {
namespace {

bool has(std::string_view expression, std::string_view text) {
  const auto pattern = Pattern::compile(expression);
  EXPECT_TRUE(pattern) << expression << ": " << pattern.error().message;
  return pattern && pattern->is_in(text);
}

TEST(JsonPattern, FindsItsTextAnywhereUnlessAnchored) {
  EXPECT_TRUE(has("b", "abc"));
  EXPECT_FALSE(has("^b", "abc"));
  EXPECT_TRUE(has("^a", "abc"));
  EXPECT_TRUE(has("c$", "abc"));
  EXPECT_FALSE(has("b$", "abc"));
  EXPECT_TRUE(has("", ""));
  EXPECT_TRUE(has("^$", ""));
  EXPECT_FALSE(has("^$", "a"));
  EXPECT_TRUE(has("ab", "aab"));
  EXPECT_TRUE(has("a|b", "xb"));
  EXPECT_FALSE(has("^(a|b)$", "ab"));
}

TEST(JsonPattern, Repeats) {
  EXPECT_TRUE(has("^a*$", ""));
  EXPECT_TRUE(has("^a*$", "aaa"));
  EXPECT_FALSE(has("^a+$", ""));
  EXPECT_TRUE(has("^a+?b$", "aab"));
  EXPECT_TRUE(has("^ab?$", "a"));
  EXPECT_TRUE(has("^ab?$", "ab"));
  EXPECT_FALSE(has("^ab?$", "abb"));
  EXPECT_FALSE(has("^a{2,3}$", "a"));
  EXPECT_TRUE(has("^a{2,3}$", "aa"));
  EXPECT_TRUE(has("^a{2,3}$", "aaa"));
  EXPECT_FALSE(has("^a{2,3}$", "aaaa"));
  EXPECT_TRUE(has("^a{2}$", "aa"));
  EXPECT_FALSE(has("^a{2}$", "aaa"));
  EXPECT_TRUE(has("^a{2,}$", "aaaaa"));
  EXPECT_FALSE(has("^a{2,}$", "a"));
  EXPECT_TRUE(has("^(ab|c){2}d$", "abcd"));
  EXPECT_TRUE(has("^(a|b(c|d)*)+$", "abcdcab"));
  EXPECT_FALSE(has("^(a|b(c|d)*)+$", "abce"));
  EXPECT_TRUE(has("^a{0}b$", "b"));
  EXPECT_TRUE(has("^a{x}$", "a{x}"));
  EXPECT_TRUE(has("^(a|bc|def)$", "def"));
  EXPECT_TRUE(has("^(?:a*)*$", "aaa"));
}

TEST(JsonPattern, KnowsClasses) {
  EXPECT_TRUE(has("^[A-Za-z0-9_.-]+$", "ab.C-9_"));
  EXPECT_FALSE(has("^[A-Za-z0-9_.-]+$", "a b"));
  EXPECT_TRUE(has("^[^a-c]$", "d"));
  EXPECT_FALSE(has("^[^a-c]$", "b"));
  EXPECT_TRUE(has("^\\d{3}-\\d{4}$", "555-1234"));
  EXPECT_TRUE(has("^[\\d\\s]+$", "1 2"));
  EXPECT_FALSE(has("^\\D$", "5"));
  EXPECT_TRUE(has("^\\D\\W\\S$", "a-x"));
  EXPECT_TRUE(has("^[\\W]$", "é"));
  EXPECT_FALSE(has("^[^\\W]$", "é"));
  EXPECT_TRUE(has("^[]$|a", "a"));
  EXPECT_TRUE(has("^[a\\]]+$", "]a"));
  EXPECT_TRUE(has("^[a-]$", "-"));
  EXPECT_TRUE(has("^.$", "é"));
  EXPECT_FALSE(has("^.$", "\n"));
  EXPECT_TRUE(has("^.$", "😀"));
  EXPECT_TRUE(has("^[α-ω]$", "λ"));
}

TEST(JsonPattern, KnowsEscapesAndEdges) {
  EXPECT_TRUE(has("^\\^\\$\\.\\*\\/\\-$", "^$.*/-"));
  EXPECT_TRUE(has("^\\t\\n\\x41\\u00e9\\u{1F600}$", "\t\nAé😀"));
  EXPECT_TRUE(has("\\bword\\b", "a word."));
  EXPECT_FALSE(has("\\bword\\b", "swords"));
  EXPECT_TRUE(has("\\Bor\\B", "swords"));
  EXPECT_TRUE(has("^tunnel_[a-z0-9]{32}$", "tunnel_" + std::string(32, 'a')));
  EXPECT_FALSE(has("^tunnel_[a-z0-9]{32}$", "tunnel_" + std::string(33, 'a')));
  EXPECT_TRUE(has("^(?<year>\\d{4})$", "2026"));
}

TEST(JsonPattern, SaysWhatItDoesNotUnderstand) {
  const auto fault = [](std::string_view expression) {
    const auto pattern = Pattern::compile(expression);
    return pattern ? "" : pattern.error().message;
  };
  EXPECT_EQ(fault("(?=a)"),
            "The pattern cannot be used: it has look-around, which is not supported.");
  EXPECT_EQ(fault("(?<!a)"),
            "The pattern cannot be used: it has look-around, which is not supported.");
  EXPECT_EQ(fault("\\p{L}"), "The pattern cannot be used: it has an escape that is not supported.");
  EXPECT_EQ(fault("(a)\\1"), "The pattern cannot be used: it has an escape that is not supported.");
  EXPECT_EQ(fault("*a"), "The pattern cannot be used: it has nothing before a repetition.");
  EXPECT_EQ(fault("(a"), "The pattern cannot be used: it has an unclosed group.");
  EXPECT_EQ(fault("a)"), "The pattern cannot be used: it has an unmatched ).");
  EXPECT_EQ(fault("[a"), "The pattern cannot be used: it has an unclosed [.");
  EXPECT_EQ(fault("[z-a]"), "The pattern cannot be used: it has a range that goes backwards.");
  EXPECT_EQ(fault("a{3,2}"),
            "The pattern cannot be used: it has a repetition that goes backwards.");
  EXPECT_EQ(fault("a\\"), "The pattern cannot be used: it has a backslash at the end.");
  EXPECT_EQ(fault("\\u12"), "The pattern cannot be used: it has a hexadecimal digit missing.");
  EXPECT_EQ(fault("((a{1000}){1000}){1000}"),
            "The pattern cannot be used: it has more repetition than is reasonable.");
  EXPECT_EQ(fault("\x85"), "The pattern is not valid UTF-8.");
  EXPECT_EQ(fault(std::string(200, '(')), "The pattern cannot be used: it has groups too deep.");
  EXPECT_EQ(fault(std::string(10'001, '|')),
            "The pattern cannot be used: it has more than 10,000 characters.");
  EXPECT_EQ(fault(std::string(10'000, '|')), "");
}

TEST(JsonPattern, NoTextMakesItSlow) {
  const std::string text(20'000, 'a');
  EXPECT_FALSE(has("^(a+)+$", text + "b"));
  EXPECT_FALSE(has("^(a|aa)+$", text + "b"));
  EXPECT_FALSE(has("(a*)*b", text));
  EXPECT_TRUE(has("^(a?){50}a{50}$", std::string(50, 'a')));
}

}  // namespace
}  // namespace quorum::json
