#include "http/websocket/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::http::websocket {
namespace {

/// How many bytes pass, one at a time, before one is refused.
std::size_t accepted(std::string_view bytes) {
  Utf8Check check;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (!check.push(bytes.substr(i, 1))) return i;
  }
  return bytes.size();
}

bool is_whole(std::string_view bytes, std::size_t cut) {
  Utf8Check check;
  return check.push(bytes.substr(0, cut)) && check.push(bytes.substr(cut)) && check.is_complete();
}

TEST(Utf8Check, TakesTextInWhateverPieces) {
  for (const std::string text :
       {"", "plain ascii of some length, more than a word", "Κόσμε", "\xEF\xBB\xBF", "\xED\x9F\xBF",
        "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "\xC2\x80",
        "\xE0\xA0\x80", "12345678é12345678\xF0\x9F\x98\x80 12345678"}) {
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
      EXPECT_TRUE(is_whole(text, cut)) << text << " cut at byte " << cut;
    }
  }
}

TEST(Utf8Check, RefusesTheFirstByteThatCannotBe) {
  EXPECT_EQ(accepted("ab\x80"), 2U);
  EXPECT_EQ(accepted("\xC0\xAF"), 0U);  // Overlong.
  EXPECT_EQ(accepted("\xC1\xBF"), 0U);
  EXPECT_EQ(accepted("\xE0\x9F\xBF"), 1U);
  EXPECT_EQ(accepted("\xF0\x8F\xBF\xBF"), 1U);
  EXPECT_EQ(accepted("\xED\xA0\x80"), 1U);      // A surrogate.
  EXPECT_EQ(accepted("\xF4\x90\x80\x80"), 1U);  // Beyond U+10FFFF.
  EXPECT_EQ(accepted("\xF5\x80"), 0U);
  EXPECT_EQ(accepted("\xFF"), 0U);
  EXPECT_EQ(accepted("\xCE\xBA\xE1\xBD\xB9\xCF\x83\xCE\xBC\xCE\xB5\xED\xA0\x80"), 12U);
  EXPECT_EQ(accepted("\xE2\x28\xA1"), 1U);
  Utf8Check check;
  EXPECT_FALSE(check.push("12345678\xFF"));
}

TEST(Utf8Check, KnowsThatACharacterIsNotWhole) {
  for (const std::string text : {"\xC3", "\xE2\x82", "\xF0\x9F\x98", "ab\xF0"}) {
    Utf8Check check;
    EXPECT_TRUE(check.push(text));
    EXPECT_FALSE(check.is_complete());
  }
}

}  // namespace
}  // namespace quorum::http::websocket
