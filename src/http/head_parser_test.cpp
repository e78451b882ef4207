#include "http/head_parser.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace quorum::http {
namespace {

constexpr HeadLimits kLimits{.bytes_max = 256, .headers_max = 4};

struct Case {
  std::string bytes;
  int status;              ///< 0: refused.
  std::size_t beyond = 0;  ///< Bytes that are not the head's.
};

// What an upstream may say, and what it may not. The request's side is in request_reader_test.
const std::vector<Case>& answers() {
  static const std::vector<Case> cases{
      {"HTTP/1.1 200 OK\r\n\r\n", 200},
      {"HTTP/1.0 404 Not Found\r\nA: b\r\n\r\nbody", 404, 4},
      {"HTTP/1.1 200 \r\n\r\n", 200},
      {"HTTP/1.1 200\r\n\r\n", 200},
      {"HTTP/1.1 299 caf\xc3\xa9\tx\r\nA:\r\n\r\n", 299},
      {"\r\nHTTP/1.1 503 Busy\r\n\r\n", 503},
      {"HTTP/1.1 099 No\r\n\r\n", 0},
      {"HTTP/1.1 600 No\r\n\r\n", 0},
      {"HTTP/1.1 20 OK\r\n\r\n", 0},
      {"HTTP/1.1 2000 OK\r\n\r\n", 0},
      {"HTTP/1.1 2x0 OK\r\n\r\n", 0},
      {"HTTP/1.1  200 OK\r\n\r\n", 0},
      {"HTTP/1.1200 OK\r\n\r\n", 0},
      {"HTTP/1.1 200 O\rK\r\n\r\n", 0},
      {"HTTP/2.0 200 OK\r\n\r\n", 0},
      {"HTTP/1.1 200 OK\n\n", 0},
      {"ICY 200 OK\r\n\r\n", 0},
      {"\r\n<html>\r\n\r\n", 0},
      {"HTTP/1.1 200 OK\r\nA : b\r\n\r\n", 0},
      {"HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", 0},
      {"HTTP/1.1 200 OK\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\n\r\n", 0},
      {"HTTP/1.1 200 OK\r\nA: " + std::string(300, 'a') + "\r\n\r\n", 0},
  };
  return cases;
}

TEST(ResponseHeadParser, TakesOrRefusesWhereverItIsCut) {
  for (const auto& expected : answers()) {
    const std::string_view bytes = expected.bytes;
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
      ResponseHeadParser parser(kLimits);
      auto taken = parser.push(bytes.substr(0, cut));
      std::size_t total = taken.value_or(0);
      if (taken && !parser.is_done()) {
        taken = parser.push(bytes.substr(cut));
        total += taken.value_or(0);
      }
      if (expected.status == 0) {
        EXPECT_FALSE(taken) << bytes << "cut at byte " << cut;
        continue;
      }
      ASSERT_TRUE(taken && parser.is_done()) << bytes << "cut at byte " << cut;
      EXPECT_EQ(parser.head().status, expected.status);
      EXPECT_EQ(total, bytes.size() - expected.beyond) << bytes << "cut at byte " << cut;
    }
  }
}

TEST(ResponseHeadParser, GivesVersionAndFields) {
  ResponseHeadParser parser(kLimits);
  ASSERT_TRUE(parser.push("HTTP/1.0 200 OK\r\nA:  b c \r\na: d\r\n\r\n"));
  EXPECT_EQ(parser.head().minor_version, 0);
  ASSERT_EQ(parser.head().headers.size(), 2U);
  EXPECT_EQ(parser.head().headers.get("A"), "b c");
  EXPECT_EQ(parser.head().headers[1].value, "d");
}

TEST(RequestHeadParser, TakesAHeadOfExactlyTheLimit) {
  const std::string before = "GET / HTTP/1.1\r\nHost: h\r\nA: ";
  const std::string fits = before + std::string(kLimits.bytes_max - before.size() - 4, 'a');
  for (const bool at_once : {true, false}) {
    RequestHeadParser parser(kLimits);
    if (!at_once) ASSERT_TRUE(parser.push(fits));
    ASSERT_TRUE(parser.push(at_once ? fits + "\r\n\r\n" : "\r\n\r\n"));
    EXPECT_TRUE(parser.is_done());

    RequestHeadParser over(kLimits);
    if (!at_once) ASSERT_TRUE(over.push(fits + "a"));
    const auto refused = over.push(at_once ? fits + "a\r\n\r\n" : "\r\n\r\n");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().status, 431);
  }
}

TEST(FieldLine, SaysWhereNameAndValueLie) {
  const auto line = parse_field_line("A: b\r\nName: \t va lue \r\nC: d\r\n", 6);
  ASSERT_TRUE(line);
  EXPECT_EQ(line->span.name_at, 6U);
  EXPECT_EQ(line->span.name_size, 4U);
  EXPECT_EQ(line->span.value_at, 14U);
  EXPECT_EQ(line->span.value_size, 6U);
  EXPECT_EQ(line->next, 23U);
}

}  // namespace
}  // namespace quorum::http
