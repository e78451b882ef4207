#include "http/message.hpp"

#include <gtest/gtest.h>

namespace quorum::http {
namespace {

TEST(RequestHead, SplitsItsTargetAtTheFirstQuestionMark) {
  RequestHead head;
  head.target = "/a%20b?x=1?y=2";
  EXPECT_EQ(head.path(), "/a%20b");
  EXPECT_EQ(head.query(), "x=1?y=2");

  head.target = "/plain";
  EXPECT_EQ(head.path(), "/plain");
  EXPECT_EQ(head.query(), "");

  head.target = "*";
  EXPECT_EQ(head.path(), "*");
}

TEST(ReasonPhrase, KnowsTheNamesWeUse) {
  EXPECT_EQ(reason_phrase(100), "Continue");
  EXPECT_EQ(reason_phrase(200), "OK");
  EXPECT_EQ(reason_phrase(404), "Not Found");
  EXPECT_EQ(reason_phrase(422), "Unprocessable Content");
  EXPECT_EQ(reason_phrase(431), "Request Header Fields Too Large");
  EXPECT_EQ(reason_phrase(505), "HTTP Version Not Supported");
  EXPECT_EQ(reason_phrase(299), "");
  EXPECT_EQ(reason_phrase(999), "");
}

TEST(PercentDecode, DecodesOrSaysNo) {
  EXPECT_EQ(percent_decode("a%20b%2Fc+d"), "a b/c+d");
  EXPECT_EQ(percent_decode(""), "");
  EXPECT_EQ(percent_decode("%c3%A9"), "\xc3\xa9");
  EXPECT_EQ(percent_decode("%"), std::nullopt);
  EXPECT_EQ(percent_decode("%4"), std::nullopt);
  EXPECT_EQ(percent_decode("%4g"), std::nullopt);
  EXPECT_EQ(percent_decode("a%41"), "aA");
}

TEST(QueryValue, FindsAndDecodesTheFirstOfAName) {
  const auto* const query = "topic=a+b%21&empty=&bare&x=1&x=2&my%20name=yes&cut=%4";
  EXPECT_EQ(query_value(query, "topic"), "a b!");
  EXPECT_EQ(query_value(query, "empty"), "");
  EXPECT_EQ(query_value(query, "bare"), "");
  EXPECT_EQ(query_value(query, "x"), "1");
  EXPECT_EQ(query_value(query, "my name"), "yes");
  EXPECT_EQ(query_value(query, "cut"), "%4");
  EXPECT_EQ(query_value(query, "absent"), std::nullopt);
  EXPECT_EQ(query_value("", "x"), std::nullopt);
}

}  // namespace
}  // namespace quorum::http
