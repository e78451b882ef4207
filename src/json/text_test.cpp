#include "json/text.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace quorum::json {
namespace {

using namespace std::string_view_literals;

TEST(JsonText, SaysAtWhichByteUtf8Breaks) {
  const std::vector<std::pair<std::string_view, std::size_t>> cases{
      {"", 0},
      {"plain", 5},
      {"é€😀", 9},
      {"\xF4\x8F\xBF\xBF", 4},  // U+10FFFF, the last
      {"ab\xFF", 2},
      {"ab\x80", 2},             // a continuation alone
      {"a\xC0\xAF", 1},          // overlong
      {"a\xE0\x80\x80", 1},      // overlong
      {"a\xF0\x80\x80\x80", 1},  // overlong
      {"a\xED\xA0\x80", 1},      // a surrogate
      {"a\xF4\x90\x80\x80", 1},  // beyond U+10FFFF
      {"a\xF5\x80\x80\x80", 1},
      {"a\xE2\x82", 1},  // cut
      {"a\xE2\x82z", 1},
  };
  for (const auto& [bytes, fault] : cases) {
    EXPECT_EQ(utf8_fault(bytes), fault) << testing::PrintToString(bytes);
    EXPECT_EQ(is_utf8(bytes), fault == bytes.size()) << testing::PrintToString(bytes);
  }
}

TEST(JsonText, FindsTheFirstByteThatNeedsCareAtEveryOffset) {
  for (const char special : {'"', '\\', '\n', '\0', '\x1F'}) {
    for (std::size_t at = 0; at < 150; ++at) {
      std::string text(150, 'x');
      text[at] = special;
      EXPECT_EQ(plain_prefix(text), at);
    }
  }
  EXPECT_EQ(plain_prefix(" !\x7F\xC3\xA9#[]"), 8U);
  EXPECT_EQ(plain_prefix(""), 0U);
}

TEST(JsonText, KnowsOfEveryByteWhetherItNeedsCare) {
  for (int byte = 0; byte < 256; ++byte) {
    const bool is_special = byte < 0x20 || byte == '"' || byte == '\\';
    for (const std::size_t size : {1U, 20U, 64U}) {
      const std::string text(size, static_cast<char>(byte));
      EXPECT_EQ(plain_prefix(text), is_special ? 0U : size) << byte;
    }
  }
}

std::string unescaped(std::string_view inner) {
  std::string out;
  unescape(out, inner);
  return out;
}

TEST(JsonText, ReadsEveryEscape) {
  EXPECT_EQ(unescaped(R"(a\"b\\c\/d\b\f\n\r\te)"), "a\"b\\c/d\b\f\n\r\te");
  EXPECT_EQ(unescaped(R"(\u0041\u00e9\u20AC\u0000.)"), "Aé€\0."sv);
  EXPECT_EQ(unescaped(R"(\ud83d\ude00\uDBFF\uDFFF)"), "😀\xF4\x8F\xBF\xBF");
}

TEST(JsonText, ReadsHalfASurrogatePairAsAReplacementCharacter) {
  EXPECT_EQ(unescaped(R"(\ud83d)"), "\uFFFD");
  EXPECT_EQ(unescaped(R"(\ude00x)"), "\uFFFDx");
  EXPECT_EQ(unescaped(R"(\ud83d\n)"), "\uFFFD\n");
  EXPECT_EQ(unescaped(R"(\ud83d\u0041)"), "\uFFFDA");
  EXPECT_EQ(unescaped(R"(\ud83d\ud83d\ude00)"), "\uFFFD😀");
}

TEST(JsonText, GivesCodePoints) {
  EXPECT_EQ(code_points("aé€😀\xF4\x8F\xBF\xBF"), U"aé€😀\U0010FFFF");
  EXPECT_EQ(code_points(""), U"");
  EXPECT_EQ(count_code_points("aé€😀"), 4U);
  EXPECT_EQ(count_code_points(""), 0U);
}

TEST(NameFinder, FindsEachPlaceThatAPlainSearchFinds) {
  const std::string text =
      R"({"id":"x","usage":null,"choices":[{"delta":{"content":"\"usage\" of \"c"}}],"error":1,"u)";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const auto part = std::string_view(text).substr(0, size);
    std::vector<std::size_t> wanted;
    for (std::size_t at = 0; at + 1 < size; ++at) {
      if (part[at] == '"' && std::string_view("fuec").contains(part[at + 1])) wanted.push_back(at);
    }
    std::vector<std::size_t> found;
    NameFinder names(part, "fuec");
    for (auto at = names.next(); at != part.npos; at = names.next()) {
      found.push_back(at);
    }
    ASSERT_EQ(found, wanted) << part;
  }
}

}  // namespace
}  // namespace quorum::json
