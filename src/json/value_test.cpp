#include "json/value.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace quorum::json {
namespace {

Document read(std::string_view text) {
  auto document = Document::parse(text);
  EXPECT_TRUE(document) << text;
  return std::move(*document);
}

TEST(JsonValue, AnswersForEachKind) {
  const auto document =
      read(R"({"n":null,"t":true,"f":false,"i":-7,"d":2.5,"s":"x","a":[1,2],"o":{"k":9}})");
  const auto root = document.root();
  EXPECT_EQ(root.kind(), Kind::object);
  EXPECT_EQ(root.size(), 8U);
  EXPECT_TRUE(root["n"].is(Kind::null));
  EXPECT_EQ(root["t"].boolean(), true);
  EXPECT_EQ(root["f"].boolean(), false);
  EXPECT_EQ(root["i"].integer(), -7);
  EXPECT_EQ(root["i"].number(), -7.0);
  EXPECT_EQ(root["d"].number(), 2.5);
  EXPECT_EQ(root["d"].integer(), std::nullopt);
  EXPECT_EQ(root["s"].string(), "x");
  EXPECT_EQ(root["a"].size(), 2U);
  EXPECT_EQ(root["a"][1].integer(), 2);
  EXPECT_EQ(root["o"]["k"].integer(), 9);
}

TEST(JsonValue, SaysNoForWhatIsAbsentOrOfAnotherKind) {
  const auto document = read(R"({"s":"1","a":[0]})");
  const auto root = document.root();
  EXPECT_FALSE(root["x"].exists());
  EXPECT_FALSE(root["x"].is(Kind::null));
  EXPECT_FALSE(root["x"]["y"][3]["z"]);
  EXPECT_FALSE(root["a"][1]);
  EXPECT_FALSE(root["a"]["0"]);
  EXPECT_FALSE(root[0]);
  EXPECT_EQ(root["s"].integer(), std::nullopt);
  EXPECT_EQ(root["s"].size(), 0U);
  EXPECT_EQ(root["a"].string(), std::nullopt);
  EXPECT_EQ(root["x"].raw(), "");
  EXPECT_EQ(root["x"].boolean(), std::nullopt);
  for (const auto member : root["s"]) FAIL() << member.raw();
}

TEST(JsonValue, KeepsTheBytesOfEveryValue) {
  const auto document =
      read("{ \"a\" : 1.50E+02 , \"b\":[ 1 ,\t\"x\\u0041\" ], \"c\" : { \"d\" :null } }");
  const auto root = document.root();
  EXPECT_EQ(root["a"].raw(), "1.50E+02");
  EXPECT_EQ(root["b"].raw(), "[ 1 ,\t\"x\\u0041\" ]");
  EXPECT_EQ(root["b"][1].raw(), "\"x\\u0041\"");
  EXPECT_EQ(root["b"][1].string(), "xA");
  EXPECT_EQ(root["c"].raw(), "{ \"d\" :null }");
  EXPECT_EQ(root.raw().front(), '{');
  EXPECT_EQ(root.raw().size(), document.text().size());
}

TEST(JsonValue, IteratesInOrderAndShowsWhatStandsTwice) {
  const auto document = read(R"({"a":1,"b":{"x":[1,2,3]},"a":{"y":2},"\u0062":4})");
  std::vector<std::pair<std::string, std::string>> seen;
  for (const auto member : document.root()) seen.emplace_back(member.key(), member.raw());
  EXPECT_EQ(seen, (std::vector<std::pair<std::string, std::string>>{
                      {"a", "1"}, {"b", R"({"x":[1,2,3]})"}, {"a", R"({"y":2})"}, {"b", "4"}}));
  EXPECT_EQ(document.root()["a"]["y"].integer(), 2);
  EXPECT_EQ(document.root()["b"].integer(), 4);
  EXPECT_EQ(document.root()["b"].key(), "b");
  EXPECT_EQ(document.root().key(), "");
}

TEST(JsonValue, IteratesArraysOfContainers) {
  const auto document = read(R"([[1,[2]],{},"a",[],{"k":[0]},7])");
  std::vector<std::string> seen;
  for (const auto element : document.root()) {
    seen.emplace_back(element.raw());
    EXPECT_EQ(element.key(), "");
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"[1,[2]]", "{}", "\"a\"", "[]", R"({"k":[0]})", "7"}));
  EXPECT_EQ(document.root().size(), 6U);
  EXPECT_EQ(document.root()[4]["k"][0].integer(), 0);
}

TEST(JsonValue, ReadsNumbersToTheirBounds) {
  const auto number = [](std::string_view text) { return read(text).root().number(); };
  const auto integer = [](std::string_view text) { return read(text).root().integer(); };
  EXPECT_EQ(integer("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(integer("-9223372036854775808"), INT64_MIN);
  EXPECT_EQ(integer("9223372036854775808"), std::nullopt);
  EXPECT_EQ(integer("3.0"), 3);
  EXPECT_EQ(integer("1e3"), 1000);
  EXPECT_EQ(integer("-0"), 0);
  EXPECT_EQ(integer("1e16"), std::nullopt);
  EXPECT_EQ(integer("1e-1"), std::nullopt);
  EXPECT_EQ(number("9223372036854775808"), 9223372036854775808.0);
  EXPECT_EQ(number("0.1"), 0.1);
  EXPECT_EQ(number("1e308"), 1e308);
  EXPECT_EQ(number("1e999"), std::nullopt);
  EXPECT_EQ(number("-1e999"), std::nullopt);
  EXPECT_EQ(number("1e-999"), 0.0);
  EXPECT_EQ(read("123456789012345678901234567890").root().raw(), "123456789012345678901234567890");
}

TEST(JsonValue, UnescapesNamesAndTexts) {
  const auto document =
      read(R"({"\u006dodel":"a\n\"b\"\u00e9","\ud83d\ude00":["\\"],"z":"\ud800"})");
  EXPECT_EQ(document.root()["model"].string(), "a\n\"b\"é");
  EXPECT_EQ(document.root()["😀"][0].string(), "\\");
  EXPECT_EQ(document.root()["z"].string(), "\uFFFD");
}

TEST(JsonValue, FindsMembersOfLargeObjectsToo) {
  std::string text = R"({"k7":"first","deep":{"k7":1})";
  for (int i = 0; i < 1000; ++i)
    text += ",\"k" + std::to_string(i) + "\":[" + std::to_string(i) + "]";
  text += R"(,"\u006b8":"last"})";
  const auto document = read(text);
  const auto root = document.root();
  EXPECT_EQ(root.size(), 1003U);
  EXPECT_EQ(root["k0"][0].integer(), 0);
  EXPECT_EQ(root["k7"][0].integer(), 7);
  EXPECT_EQ(root["k999"].raw(), "[999]");
  EXPECT_EQ(root["k999"].key(), "k999");
  EXPECT_EQ(root["k8"].string(), "last");
  EXPECT_EQ(root["deep"]["k7"].integer(), 1);
  for (const auto* absent : {"", "k", "k1000", "zz", "K0"}) EXPECT_FALSE(root[absent]) << absent;
}

TEST(JsonValue, StaysValidWhenItsDocumentMoves) {
  auto first = read(R"({"k":"short"})");
  const auto value = first.root()["k"];
  const Document second = std::move(first);
  EXPECT_EQ(value.string(), "short");
  EXPECT_EQ(second.root()["k"].raw().data(), value.raw().data());
}

TEST(JsonValue, RefusesWhatIsNoJson) {
  const auto refused = Document::parse("{\"a\":1,}");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::invalid_request);
  EXPECT_EQ(refused.error().message,
            "Malformed JSON at byte 7: expected a member's name in quotes.");
}

}  // namespace
}  // namespace quorum::json
