#include "json/cursor.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "json/value.hpp"

namespace quorum::json {
namespace {

bool is_taken(std::string_view text) {
  Cursor cursor(text);
  return cursor.skip() && cursor.at_end();
}

TEST(Cursor, ReadsWhatIsExpected) {
  Cursor cursor(R"( { "a" : "x\n" , "b" : [ true , 1.5 ] , "c" : null } )");
  RawString name;
  RawString text;
  std::string_view raw;
  ASSERT_TRUE(cursor.open('{'));
  ASSERT_TRUE(cursor.member(name));
  EXPECT_EQ(name.inner, "a");
  ASSERT_TRUE(cursor.string(text));
  EXPECT_EQ(text.inner, R"(x\n)");
  EXPECT_TRUE(text.has_escape);
  ASSERT_TRUE(cursor.member(name));
  ASSERT_TRUE(cursor.open('['));
  ASSERT_TRUE(cursor.element());
  EXPECT_TRUE(cursor.literal("true"));
  ASSERT_TRUE(cursor.element());
  ASSERT_TRUE(cursor.skip(raw));
  EXPECT_EQ(raw, "1.5");
  EXPECT_FALSE(cursor.element());
  ASSERT_TRUE(cursor.member(name));
  EXPECT_EQ(name.inner, "c");
  EXPECT_EQ(cursor.peek(), 'n');
  ASSERT_TRUE(cursor.skip(raw));
  EXPECT_EQ(raw, "null");
  EXPECT_FALSE(cursor.member(name));
  EXPECT_FALSE(cursor.failed());
  EXPECT_TRUE(cursor.at_end());
}

TEST(Cursor, GivesTheExactBytesOfWhatItSkips) {
  Cursor cursor(R"({"a": {"b":[1, {"c":[]}] } ,"d":1.50E+02})");
  RawString name;
  std::string_view raw;
  ASSERT_TRUE(cursor.open('{'));
  ASSERT_TRUE(cursor.member(name));
  ASSERT_TRUE(cursor.skip(raw));
  EXPECT_EQ(raw, R"({"b":[1, {"c":[]}] })");
  ASSERT_TRUE(cursor.member(name));
  ASSERT_TRUE(cursor.skip(raw));
  EXPECT_EQ(raw, "1.50E+02");
  EXPECT_FALSE(cursor.member(name));
  EXPECT_TRUE(cursor.at_end());
}

TEST(Cursor, ReadsCountsAndLeavesOtherNumbersWhereTheyStand) {
  const auto count = [](std::string_view text) -> std::int64_t {
    Cursor cursor(text);
    std::int64_t value = -1;
    return cursor.count(value) && cursor.at_end() ? value : -1;
  };
  EXPECT_EQ(count("0"), 0);
  EXPECT_EQ(count(" 1234 "), 1234);
  EXPECT_EQ(count("999999999999999"), 999'999'999'999'999);
  for (const auto* other : {"", "-1", "01", "1.0", "1e3", "1E3", "1234567890123456", "x", "1x"}) {
    EXPECT_EQ(count(other), -1) << other;
  }
  Cursor cursor("1.5");
  std::int64_t value = 0;
  std::string_view raw;
  EXPECT_FALSE(cursor.count(value));
  EXPECT_TRUE(cursor.skip(raw));
  EXPECT_EQ(raw, "1.5");
}

TEST(Cursor, AfterAFaultNothingIsTrue) {
  Cursor cursor(R"({"a":1})");
  RawString text;
  EXPECT_FALSE(cursor.open('['));
  EXPECT_TRUE(cursor.failed());
  EXPECT_FALSE(cursor.open('{'));
  EXPECT_FALSE(cursor.member(text));
  EXPECT_FALSE(cursor.skip());
  EXPECT_FALSE(cursor.at_end());
  EXPECT_EQ(cursor.peek(), '\0');
}

TEST(Cursor, TakesWhatTheTreeTakesAndNothingElse) {
  const std::vector<std::string> texts{"",
                                       " ",
                                       "1",
                                       "01",
                                       "-",
                                       "[]",
                                       "[ ]",
                                       "{}",
                                       "{ }",
                                       "[1,]",
                                       "[,1]",
                                       "{,}",
                                       "[1 2]",
                                       "[[],{}]",
                                       "[[[]],1]",
                                       R"({"a"})",
                                       R"({"a":})",
                                       R"({"a":1,})",
                                       "nul",
                                       "true1",
                                       "tru",
                                       R"("\x")",
                                       R"("\u12")",
                                       R"("\ud800")",
                                       "\"\n\"",
                                       "\"\xff\"",
                                       R"({"a":1}2)",
                                       R"({"a":[}]})",
                                       "[}",
                                       "{]",
                                       R"({1:2})",
                                       R"({"a" 1})",
                                       "[1e5,-0.1]",
                                       "[1.]",
                                       "[-]",
                                       R"("abc)",
                                       std::string(128, '[') + std::string(128, ']'),
                                       std::string(129, '[') + std::string(129, ']')};
  for (const auto& text : texts) {
    EXPECT_EQ(is_taken(text), Document::parse(text).has_value()) << text;
  }
}

TEST(Cursor, AgreesWithTheTreeOnDamagedTexts) {
  const std::string sound = R"({"a":[1,-2.5e3,{"b":null,"c":"\u00e9\n"}],"d":{"e":true,"f":[]}})";
  std::minstd_rand random(7);
  const std::string bytes = "{}[]\",:\\1e-. tn\xc3";
  for (int i = 0; i < 20'000; ++i) {
    auto text = sound;
    for (int edits = 0; edits < 2; ++edits) {
      const auto at = random() % text.size();
      if (random() % 3 == 0) {
        text.erase(at, 1);
      } else {
        text[at] = bytes[random() % bytes.size()];
      }
    }
    ASSERT_EQ(is_taken(text), Document::parse(text).has_value()) << text;
  }
}

TEST(Cursor, RefusesWhatIsNoUtf8WhereverItStands) {
  const std::string sound =
      R"({"name":"é","é":["ab",{"a long text without any other letters":"日本"}]})";
  ASSERT_TRUE(is_taken(sound));
  for (std::size_t at = 0; at < sound.size(); ++at) {
    for (const char byte : {'\xC3', '\xF5', '\xFF'}) {
      for (const std::size_t padding : {0U, 20U, 200U}) {
        auto text = sound + std::string(padding, ' ');
        text[at] = byte;
        if (text.starts_with(sound)) continue;
        EXPECT_FALSE(is_taken(text)) << at;
        EXPECT_FALSE(Document::parse(text)) << at;
      }
    }
  }
}

TEST(Cursor, ReadsNamesHoweverTheyAreSpelled) {
  for (const std::string_view text :
       {R"({"a":1,"bc":2,"\u0064":3,"":4})", R"({ "a" :1 , "bc" :2,"\u0064": 3 ,"":4 })",
        R"({"a":1,"bc":2,"\u0064":3,"":4}                  )"}) {
    Cursor cursor(text);
    RawString name;
    std::string names;
    ASSERT_TRUE(cursor.open('{'));
    while (cursor.member(name) && cursor.skip()) {
      names += std::string(name.inner) + (name.has_escape ? "!" : ".");
    }
    EXPECT_EQ(names, R"(a.bc.\u0064!.)");
    EXPECT_TRUE(cursor.at_end()) << text;
  }
  const std::string name(40, 'n');
  EXPECT_TRUE(is_taken("{\"" + name + "\":1,\"" + name + "\":2}"));
}

}  // namespace
}  // namespace quorum::json
