#include "http/syntax.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace quorum::http {
namespace {

TEST(HttpSyntax, KnowsTheBytesOfAToken) {
  EXPECT_TRUE(is_token("AZaz09!#$%&'*+-.^_`|~"));
  EXPECT_FALSE(is_token(""));
  for (const char byte : std::string("\0\t\r\n \"(),/:;<=>?@[\\]{}\x7f\x80\xff", 26)) {
    EXPECT_FALSE(is_token_byte(byte)) << static_cast<int>(byte);
  }
}

// The fast path looks at eight bytes at a time: every byte value, at every place.
TEST(HttpSyntax, KnowsTheBytesOfAValueWhereverTheyStand) {
  for (int code = 0; code < 256; ++code) {
    const bool allowed = code == '\t' || (code >= 0x20 && code != 0x7f);
    for (std::size_t at = 0; at < 19; ++at) {
      std::string text(19, 'x');
      text[at] = static_cast<char>(code);
      EXPECT_EQ(is_field_value(text), allowed) << "byte " << code << " at " << at;
    }
  }
}

TEST(HttpSyntax, FindsAControlByteBesideATab) {
  EXPECT_TRUE(is_field_value("\tabcdefg"));
  EXPECT_FALSE(is_field_value("\tabc\0efg" + std::string(1, '\0')));
  EXPECT_FALSE(
      is_field_value(std::string_view("\tabc\x01"
                                      "efg",
                                      8)));
  EXPECT_TRUE(is_field_value("caf\xc3\xa9 \x80\xff\xa0 "));
}

TEST(HttpSyntax, TrimsSpacesAndTabsOnly) {
  EXPECT_EQ(trim(" \t a b\t "), "a b");
  EXPECT_EQ(trim("\va"), "\va");
  EXPECT_EQ(trim(" \t "), "");
}

TEST(HttpSyntax, KnowsAnAuthority) {
  for (const auto* text : {"", "localhost", "a.b-c_d~1:80", "127.0.0.1:65535", "[::1]",
                           "[::1]:8000", "[::ffff:1.2.3.4]:1", "host:", "%41"}) {
    EXPECT_TRUE(is_authority(text)) << text;
  }
  for (const auto* text : {"a b",         "a,b",
                           "a/b",         "a@b",
                           "a:65536",     "a:-1",
                           "a:+1",        "a:8x",
                           "a:1:2",       "[::1",
                           "[]",          "[g]",
                           "[::1]x",      "[::1]:x",
                           "::1",         "a#b",
                           "a?b",         "a\\b",
                           "\"a\"",       "<a>",
                           "caf\xc3\xa9", "a:99999999999999999999"}) {
    EXPECT_FALSE(is_authority(text)) << text;
  }
}

TEST(HttpSyntax, ReadsDecimalsWithoutSignOrOverflow) {
  EXPECT_EQ(parse_decimal("0"), 0);
  EXPECT_EQ(parse_decimal("00012"), 12);
  EXPECT_EQ(parse_decimal("9223372036854775807"), 9223372036854775807U);
  for (const auto* text : {"", "+5", "-1", " 5", "5 ", "0x5", "5.0", "1e3", "9223372036854775808",
                           "18446744073709551616", "99999999999999999999999"}) {
    EXPECT_EQ(parse_decimal(text), std::nullopt) << text;
  }
}

TEST(HttpSyntax, CutsAListIntoElements) {
  std::string_view list = "a,  b\t,,c";
  std::vector<std::string_view> elements;
  while (!list.empty()) elements.push_back(take_element(list));
  EXPECT_EQ(elements, (std::vector<std::string_view>{"a", "b", "", "c"}));
  EXPECT_TRUE(list_has("Close, TE", "te"));
  EXPECT_FALSE(list_has("closed", "close"));
}

TEST(HttpSyntax, ReadsHexadecimalDigits) {
  EXPECT_EQ(hex_value('0'), 0);
  EXPECT_EQ(hex_value('a'), 10);
  EXPECT_EQ(hex_value('F'), 15);
  EXPECT_EQ(hex_value('g'), -1);
  EXPECT_EQ(hex_value(' '), -1);
}

}  // namespace
}  // namespace quorum::http
