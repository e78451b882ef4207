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

TEST(JsonText, FindsWhatIsOddInTextsOfEverySize) {
  for (std::size_t size = 1; size < 400; size += size < 80 ? 1 : 13) {
    for (const char odd : {'"', '\\', '\x1F', '\x80', '\xFF'}) {
      for (std::size_t at = 0; at < size; at += 1 + at / 32) {
        std::string text(size, 'x');
        text[at] = odd;
        const auto* const end = text.data() + size;
        const bool is_ascii = static_cast<unsigned char>(odd) < 0x80;
        EXPECT_EQ(find_odd(text.data(), end), text.data() + at) << size;
        EXPECT_EQ(find_special(text.data(), end), is_ascii ? text.data() + at : end) << size;
      }
    }
  }
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

TEST(JsonText, FindsTheQuoteThatEndsAStringWhereverItStands) {
  for (std::size_t at = 0; at < 100; ++at) {
    const auto inside = std::string(at, 'x');
    EXPECT_EQ(inside_size(inside + "\"yz\""), at);
    EXPECT_EQ(inside_size(inside + R"(\"\\"y)"), at + 4);
    EXPECT_EQ(inside_size(inside), std::string_view::npos);
    EXPECT_EQ(inside_size(inside + "\\"), std::string_view::npos);
    EXPECT_EQ(inside_size(inside + "\n\""), std::string_view::npos);
    EXPECT_EQ(inside_size(inside + "\\\n\""), std::string_view::npos);
  }
}

TEST(StringFinder, FindsNamesAndValuesAlike) {
  StringFinder strings(R"(data: {"id":"a\"b","n":[1,""]} )");
  std::vector<std::string_view> found;
  std::vector<std::string_view> rests;
  for (std::string_view inside; strings.next(inside);) {
    found.push_back(inside);
    rests.push_back(strings.rest().substr(0, 2));
  }
  EXPECT_EQ(found, (std::vector<std::string_view>{"id", R"(a\"b)", "n", ""}));
  EXPECT_EQ(rests, (std::vector<std::string_view>{":\"", ",\"", ":[", "]}"}));
  EXPECT_FALSE(strings.is_broken());
}

TEST(StringFinder, SaysThatAStringDoesNotEnd) {
  for (const std::string_view text : {"\"a\":\"b", "\"a\"\"\\\"", "\"a\" \"b\n\""}) {
    StringFinder strings(text);
    std::string_view inside;
    EXPECT_TRUE(strings.next(inside));
    EXPECT_FALSE(strings.next(inside));
    EXPECT_TRUE(strings.is_broken()) << text;
  }
}

}  // namespace
}  // namespace quorum::json
