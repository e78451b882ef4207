#include "json/scan.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::json {
namespace {

std::string show(std::string_view text) {
  const auto members = scan_object(text);
  if (!members) return "refused";
  std::string all;
  for (const auto& member : *members) {
    all.append(member.key).append("=").append(member.value).append(";");
  }
  return all;
}

TEST(Scan, GivesEveryMemberWithItsExactBytes) {
  EXPECT_EQ(show(" {\"a\" : 1.50e+1 ,\n\"b\":{\"c\":[1, {}]}, \"a\":\"x\\\"}\" } "),
            "a=1.50e+1;b={\"c\":[1, {}]};a=\"x\\\"}\";");
  EXPECT_EQ(show("{}"), "");
  EXPECT_EQ(show(R"({"long":"0123456789abcdef0123456789 é \u00e9 \ud83d\ude00"})"),
            R"(long="0123456789abcdef0123456789 é \u00e9 \ud83d\ude00";)");
}

TEST(Scan, AKeyIsKnownHoweverItIsWritten) {
  const auto members = scan_object(R"({"m\u006fdel":1,"model":2,"modex":3})");
  ASSERT_TRUE(members);
  EXPECT_TRUE((*members)[0].is("model"));
  EXPECT_TRUE((*members)[1].is("model"));
  EXPECT_FALSE((*members)[2].is("model"));
  EXPECT_FALSE((*members)[0].is("mode"));
}

TEST(Scan, RefusesWhatIsNotJson) {
  for (const std::string_view bad : {"",
                                     " ",
                                     "[]",
                                     "1",
                                     "{",
                                     "{\"a\"}",
                                     "{\"a\":}",
                                     "{\"a\":1,}",
                                     "{a:1}",
                                     "{\"a\":1}x",
                                     "{\"a\":01}",
                                     "{\"a\":-}",
                                     "{\"a\":1.}",
                                     "{\"a\":.5}",
                                     "{\"a\":1e}",
                                     "{\"a\":+1}",
                                     "{\"a\":tru}",
                                     "{\"a\":truex}",
                                     "{\"a\":NaN}",
                                     "{\"a\":'x'}",
                                     "{\"a\":\"x}",
                                     "{\"a\":\"\\x\"}",
                                     "{\"a\":\"\\u12g4\"}",
                                     "{\"a\":\"\t\"}",
                                     "{\"a\":[1,]}",
                                     "{\"a\":[1 2]}",
                                     "{\"a\":\"\xff\"}",
                                     "{\"a\":\"\xc0\x80\"}",
                                     "{\"a\":1}{\"b\":2}"}) {
    EXPECT_EQ(show(bad), "refused") << bad;
  }
  EXPECT_EQ(show(std::string_view{"{\"a\":\0}", 7}), "refused");
  EXPECT_EQ(show(std::string_view{"{\"a\":\"\0\"}", 9}), "refused");
}

TEST(Scan, SaysWhatItExpectedAndWhere) {
  const auto refused = scan_object("{\"a\": nul}");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::invalid_request);
  EXPECT_EQ(refused.error().message, "Malformed JSON at byte 9: expected a value.");
}

TEST(Scan, RefusesWhatIsNoObject) {
  for (const std::string_view other : {"[]", "[{}]", "\"a\"", "1", " null "}) {
    const auto refused = scan_object(other);
    ASSERT_FALSE(refused) << other;
    EXPECT_EQ(refused.error().message, "Expected a JSON object.");
  }
}

TEST(Scan, OfTwoMembersOfOneNameTheLastCounts) {
  const auto members = scan_object(R"({"model":"a","mod\u0065l":"b","other":{"model":"c"}})");
  ASSERT_TRUE(members);
  EXPECT_EQ(find(*members, "model")->value, "\"b\"");
  EXPECT_EQ(find(*members, "x"), nullptr);
}

TEST(Scan, ReadsScalarsFromTheirBytes) {
  const auto value = [](std::string_view raw) { return Member{.key = "k", .value = raw}; };
  EXPECT_EQ(value(R"("a\u0041\n")").string(), "aA\n");
  EXPECT_EQ(value("1").string(), std::nullopt);
  EXPECT_EQ(value("-12").integer(), -12);
  EXPECT_EQ(value("1.5").integer(), std::nullopt);
  EXPECT_EQ(value("99999999999999999999").integer(), std::nullopt);
  EXPECT_EQ(value("true").boolean(), true);
  EXPECT_EQ(value("false").boolean(), false);
  EXPECT_EQ(value("null").boolean(), std::nullopt);
}

TEST(Scan, TakesAtMost128Levels) {
  const auto nested = [](std::size_t arrays) {
    return "{\"a\":" + std::string(arrays, '[') + std::string(arrays, ']') + "}";
  };
  EXPECT_TRUE(scan_object(nested(127)));
  EXPECT_FALSE(scan_object(nested(128)));
  EXPECT_FALSE(scan_object(nested(1'000'000)));
}

TEST(Scan, NoCutOfAGoodTextIsGood) {
  const std::string_view good = R"({"a":[true,false,null,-0.5e3],"b":"\n\ud83d\ude00 text"})";
  ASSERT_TRUE(scan_object(good));
  for (std::size_t cut = 0; cut < good.size(); ++cut) {
    EXPECT_FALSE(scan_object(good.substr(0, cut))) << "cut at byte " << cut;
  }
}

}  // namespace
}  // namespace quorum::json
