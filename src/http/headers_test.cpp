#include "http/headers.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace quorum::http {
namespace {

TEST(Headers, KeepsFieldsInTheirOrderAndSpelling) {
  Headers headers;
  headers.add("X-One", "1");
  headers.add("x-two", "");
  headers.add("X-One", "3");

  ASSERT_EQ(headers.size(), 3);
  EXPECT_EQ(headers[0].name, "X-One");
  EXPECT_EQ(headers[0].value, "1");
  EXPECT_EQ(headers[1].name, "x-two");
  EXPECT_EQ(headers[1].value, "");
  EXPECT_EQ(headers[2].value, "3");
}

TEST(Headers, FindsTheFirstWhateverItsCase) {
  Headers headers;
  headers.add("Content-Type", "text/plain");
  headers.add("content-type", "text/html");

  EXPECT_EQ(headers.get("CONTENT-TYPE"), "text/plain");
  EXPECT_EQ(headers.get("content-typ"), std::nullopt);
  EXPECT_EQ(headers.get("content-type2"), std::nullopt);
}

TEST(Headers, ReplacesAllOfAName) {
  Headers headers;
  headers.add("a", "1");
  headers.add("b", "2");
  headers.add("A", "3");

  headers.set("a", "4");

  ASSERT_EQ(headers.size(), 2);
  EXPECT_EQ(headers[0].name, "b");
  EXPECT_EQ(headers[1].value, "4");
}

TEST(Headers, RemovesAllOfAName) {
  Headers headers;
  headers.add("a", "1");
  headers.add("b", "2");
  headers.add("A", "3");

  headers.remove("a");

  ASSERT_EQ(headers.size(), 1);
  EXPECT_EQ(headers[0].value, "2");
}

TEST(Headers, AddsSeveralAtOnceByTheSameRules) {
  // Values of every length that is moved in a way of its own.
  const std::string all = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  for (std::size_t size = 0; size <= all.size(); ++size) {
    const auto value = all.substr(0, size);
    const auto name = "x-" + all.substr(0, size);
    Headers headers;
    headers.add("a", "1");
    headers.add_all(
        std::vector<Headers::Given>{{.name = name, .value = value},
                                    {.name = std::string_view("no token"), .value = "2"},
                                    {.name = "Content-Type", .value = "te\r\nxt"}});
    ASSERT_EQ(headers.size(), 3);
    EXPECT_EQ(headers.get(name), value);
    EXPECT_EQ(headers.get("content-type"), "te  xt");
    EXPECT_EQ(headers.lines(), "a: 1\r\n" + name + ": " + value + "\r\nContent-Type: te  xt\r\n");
  }
}

TEST(Headers, AddsNoneOfNone) {
  Headers headers;
  headers.add_all({});
  EXPECT_EQ(headers.size(), 0);
  EXPECT_EQ(headers.lines(), "");
}

TEST(Headers, MayBeGivenItsOwnText) {
  Headers headers;
  headers.add("name", std::string(100, 'v'));
  for (int i = 0; i < 10; ++i) headers.add(headers[0].name, headers[0].value);

  EXPECT_EQ(headers[10].name, "name");
  EXPECT_EQ(headers[10].value, std::string(100, 'v'));
}

TEST(Headers, GrowAsTheyAreFilled) {
  std::string lines;
  Headers headers;
  for (int i = 0; i < 40; ++i) {
    const std::string value(static_cast<std::size_t>(i) * 7, static_cast<char>('a' + i % 26));
    headers.add("X-Name", value);
    lines += "X-Name: " + value + "\r\n";
    Headers copy = headers;
    copy.add("X-Last", "end");
    ASSERT_EQ(copy.lines(), lines + "X-Last: end\r\n");
    ASSERT_EQ(copy.get("x-last"), "end");
  }
  EXPECT_EQ(headers.lines(), lines);
}

TEST(Headers, AreNoLinesWhereOneWasTakenOut) {
  Headers headers;
  headers.add("a", "1");
  headers.add("b", "2");
  headers.remove("c");
  EXPECT_EQ(headers.lines(), "a: 1\r\nb: 2\r\n");
  headers.remove("a");
  EXPECT_EQ(headers.lines(), std::nullopt);
}

TEST(Headers, TakeNoNameThatIsNotATokenAndNoControlByte) {
  Headers headers;
  headers.add(std::string_view("X-Bad: name"), "v");
  headers.add(std::string_view(""), "v");
  headers.add("X-Long-Enough_To.Be|Read~By^Words", "a\r\nb\x7f");
  EXPECT_EQ(headers.lines(), "X-Long-Enough_To.Be|Read~By^Words: a  b \r\n");
}

TEST(Headers, FindsATokenInACommaList) {
  Headers headers;
  headers.add("Connection", "keep-alive , Upgrade");
  headers.add("connection", "X-Hop");

  EXPECT_TRUE(headers.has_token("connection", "upgrade"));
  EXPECT_TRUE(headers.has_token("Connection", "keep-alive"));
  EXPECT_TRUE(headers.has_token("Connection", "x-hop"));
  EXPECT_FALSE(headers.has_token("Connection", "keep"));
  EXPECT_FALSE(headers.has_token("Connections", "upgrade"));
}

TEST(Headers, AdoptsAWholeHeadsText) {
  Headers headers;
  headers.adopt(
      "Host: h\r\nA:b\r\n",
      {{.name_at = 0, .value_at = 6, .value_size = 1, .name_size = 4, .known = known("host")},
       {.name_at = 9, .value_at = 11, .value_size = 1, .name_size = 1}});

  EXPECT_EQ(headers.get("host"), "h");
  EXPECT_EQ(headers.get("a"), "b");
  headers.add("c", "d");
  EXPECT_EQ(headers.get("host"), "h");
  EXPECT_EQ(headers.get("c"), "d");
}

TEST(Headers, StayTheirOwnLinesHoweverManyThereAre) {
  Headers headers;
  std::string wanted;
  for (int i = 0; i < 300; ++i) {
    headers.add("x-name", std::to_string(i));
    wanted += "x-name: " + std::to_string(i) + "\r\n";
    ASSERT_EQ(headers.lines(), wanted) << i;
  }
}

TEST(Headers, IgnoresCaseOfLettersOnly) {
  EXPECT_TRUE(equals_ignoring_case("aZ-09", "Az-09"));
  EXPECT_FALSE(equals_ignoring_case("[", "{"));
  EXPECT_FALSE(equals_ignoring_case("@", "`"));
}

}  // namespace
}  // namespace quorum::http
