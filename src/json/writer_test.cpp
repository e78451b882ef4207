#include "json/writer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "json/value.hpp"

namespace quorum::json {
namespace {

TEST(JsonWriter, PutsCommasAndColonsWhereTheyBelong) {
  std::string out = "data: ";
  Writer writer(out);
  writer.object().key("id").string("x").key("list").array().number(1).array().end().object().end();
  writer.null().end().key("deep").object().key("a").boolean(true).key("b").boolean(false).end();
  EXPECT_FALSE(writer.is_complete());
  writer.key("raw").raw("[1, 2]").end();
  EXPECT_TRUE(writer.is_complete());
  EXPECT_EQ(out,
            R"(data: {"id":"x","list":[1,[],{},null],"deep":{"a":true,"b":false},"raw":[1, 2]})");
}

TEST(JsonWriter, WritesNumbersThatReadBackTheSame) {
  std::string out;
  Writer writer(out);
  writer.array().number(0).number(std::int64_t{INT64_MIN}).number(std::uint64_t{UINT64_MAX});
  writer.number(0.1).number(1.0).number(-2.5e-9).number(1e300).number(std::nan(""));
  writer.number(std::numeric_limits<double>::infinity()).end();
  EXPECT_EQ(out, "[0,-9223372036854775808,18446744073709551615,0.1,1,-2.5e-09,1e+300,null,null]");
}

TEST(JsonWriter, EscapesWhatMustBeEscapedAndNothingElse) {
  EXPECT_EQ(quote("a\"b\\c/d\n\r\t\b\f\x01\x1F\x7F é😀"),
            "\"a\\\"b\\\\c/d\\n\\r\\t\\u0008\\u000c\\u0001\\u001f\x7F é😀\"");
  EXPECT_EQ(quote(""), "\"\"");
  EXPECT_EQ(quote(std::string_view("\0", 1)), "\"\\u0000\"");
}

TEST(JsonWriter, RepairsWhatIsNotUtf8) {
  EXPECT_EQ(quote("a\xFF\xC3(b\xE2\x82"), "\"a\uFFFD\uFFFD(b\uFFFD\uFFFD\"");
  EXPECT_EQ(quote("\xED\xA0\x80\n"), "\"\uFFFD\uFFFD\uFFFD\\n\"");
}

TEST(JsonWriter, EveryByteComesBackAsItWas) {
  for (int low = 0; low < 128; ++low) {
    const std::string text =
        std::string(static_cast<std::size_t>(low), 'p') + static_cast<char>(low);
    const auto document = Document::parse(quote(text));
    ASSERT_TRUE(document);
    EXPECT_EQ(document->root().string(), text);
  }
}

}  // namespace
}  // namespace quorum::json
